package dev.ipam.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of the callers at a time carry out the operations of all that wait, in one transaction.
 *
 * <p>Whoever finds nobody leading, leads: a caller that is alone never waits for another thread,
 * and callers that come while a transaction is under way share the next one. A caller whose
 * operation nobody has begun within the deadline takes it back.
 */
final class Combiner {
  private static final int MOST = 256;

  private final Queue<Task<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock leadership = new ReentrantLock();
  private final Runnable ready;
  private final Consumer<List<Task<?>>> server;
  private final long deadlineNanos;
  private final Supplier<? extends RuntimeException> late;

  /**
   * Makes a combiner.
   *
   * @param ready runs before tasks are taken; more may come meanwhile
   * @param server settles every task that it is given; never throws
   * @param deadlineNanos how long a task may wait to be begun
   * @param late the error of one that waited longer
   */
  Combiner(
      Runnable ready,
      Consumer<List<Task<?>>> server,
      long deadlineNanos,
      Supplier<? extends RuntimeException> late) {
    this.ready = ready;
    this.server = server;
    this.deadlineNanos = deadlineNanos;
    this.late = late;
  }

  /** Carries out a task, here or by the caller that leads, and returns its answer. */
  <R> R run(Task<R> task) {
    long end = System.nanoTime() + deadlineNanos;
    waiting.add(task);
    boolean interrupted = false;
    while (!task.isDone()) {
      if (leadership.tryLock()) {
        try {
          if (!task.isDone()) {
            serve();
          }
        } finally {
          leadership.unlock();
          wakeNext();
        }
      } else {
        long left = end - System.nanoTime();
        if (left <= 0 && task.withdraw()) {
          waiting.remove(task);
          // It may have been woken to lead; those behind it wait for that.
          wakeNext();
          throw late.get();
        }
        LockSupport.parkNanos(this, Math.max(left, deadlineNanos / 16));
        // An operation that has begun cannot be called back: the caller learns of it afterwards.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return task.answer();
  }

  private void serve() {
    ready.run();
    List<Task<?>> batch = new ArrayList<>();
    Task<?> next = waiting.peek();
    while (next != null && batch.size() < MOST && (batch.isEmpty() || !next.isAlone())) {
      Task<?> taken = waiting.poll();
      if (taken != null && taken.take()) {
        batch.add(taken);
        if (taken.isAlone()) {
          break;
        }
      }
      next = waiting.peek();
    }
    try {
      server.accept(batch);
    } finally {
      answer(batch);
    }
  }

  private static void answer(List<Task<?>> batch) {
    for (Task<?> task : batch) {
      task.publish();
      if (task.caller() != Thread.currentThread()) {
        LockSupport.unpark(task.caller());
      }
    }
  }

  /** How many tasks wait to be begun. */
  int waiting() {
    return waiting.size();
  }

  /** Runs something while nobody leads. */
  void between(Runnable action) {
    leadership.lock();
    try {
      action.run();
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  /** Whoever added a task before the lock was free has parked; one of them must lead now. */
  private void wakeNext() {
    @Nullable Task<?> next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.caller());
    }
  }
}
