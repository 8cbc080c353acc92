package dev.ipam.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of the callers at a time carry out the operations of all that wait, as one batch.
 *
 * <p>Whoever finds nobody leading, leads: a caller that is alone never waits for another thread,
 * and callers that come while a batch is being written share the next one. All answers of a batch
 * are given when the whole of it has been served.
 */
final class Combiner {
  /** Serves a batch. */
  interface Server {
    /**
     * Takes tasks from the source and settles each that it takes; never throws.
     *
     * @param source what waits
     */
    void serve(Source source);
  }

  /** What waits, in the order of arrival. */
  final class Source {
    private final List<Task<?>> taken = new ArrayList<>();

    /** That of the caller that leads, where it came to nobody leading and nobody waiting. */
    private @Nullable Task<?> own;

    /** Takes the next task, or returns null where none waits. */
    @Nullable Task<?> next() {
      Task<?> task = own;
      own = null;
      if (task == null) {
        task = waiting.poll();
      }
      if (task != null) {
        taken.add(task);
      }
      return task;
    }

    private void answer(Thread leader) {
      for (Task<?> task : taken) {
        task.publish();
        if (task.caller() != leader) {
          LockSupport.unpark(task.caller());
        }
      }
      taken.clear();
    }
  }

  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock leadership = new ReentrantLock();
  private final Source source = new Source();
  private final Server server;

  Combiner(Server server) {
    this.server = server;
  }

  /** Carries out a task, here or by the caller that leads, and returns its answer. */
  <R> R run(Task<R> task) {
    if (waiting.isEmpty() && leadership.tryLock()) {
      leadAlone(task);
      if (task.isDone()) {
        return task.answer();
      }
    }
    waiting.add(task);
    boolean interrupted = false;
    while (!task.isDone()) {
      if (leadership.tryLock()) {
        leadWhileHolding(task);
      } else {
        LockSupport.park(this);
        // An operation that has begun cannot be called back: the caller learns of it afterwards.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return task.answer();
  }

  /** Leads with a task that has not been queued; it is not done where the server took none. */
  private void leadAlone(Task<?> task) {
    try {
      source.own = task;
      serve();
    } finally {
      source.own = null;
      leadership.unlock();
      wakeNext();
    }
  }

  private void leadWhileHolding(Task<?> own) {
    try {
      if (!own.isDone()) {
        serve();
      }
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  private void serve() {
    try {
      server.serve(source);
    } catch (RuntimeException | Error e) {
      // Nobody may go on with an answer of which it is not known whether it was written, and nobody
      // may be told of a failure whose operation is still waiting to be carried out.
      Task<?> left = source.next();
      while (left != null) {
        left = source.next();
      }
      source.taken.forEach(task -> task.fail(e));
    } finally {
      source.answer(Thread.currentThread());
    }
  }

  /**
   * Runs something between two batches.
   *
   * @param action what to run; it may take the tasks that wait
   */
  void between(Server action) {
    leadership.lock();
    try {
      action.serve(source);
    } finally {
      source.answer(Thread.currentThread());
      leadership.unlock();
      wakeNext();
    }
  }

  /** Whoever added a task before the lock was free has parked; one of them must lead now. */
  private void wakeNext() {
    Task<?> next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.caller());
    }
  }
}
