package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.Executor;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Threads that take steps on one driver, and record when they did. */
final class Crowd {
  /** How long to wait for a thread that does not come back. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Executor executor;

  Crowd(IpamDriver driver) {
    this.executor = new Executor(driver);
  }

  /** One thread's step that is under way. */
  private static final class Worker {
    final ConcurrentLinkedQueue<Operation> done = new ConcurrentLinkedQueue<>();
    volatile @Nullable Operation under;
  }

  /**
   * What came of it.
   *
   * @param history all operations
   * @param stuck those of them that have not returned
   */
  record Met(List<Operation> history, List<Operation> stuck) {}

  /** Takes the steps of each plan in a thread of its own; what never returns stays pending. */
  Met run(List<List<Step>> plans) {
    CountDownLatch ready = new CountDownLatch(plans.size());
    CountDownLatch start = new CountDownLatch(1);
    List<Worker> workers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      int number = i;
      Worker worker = new Worker();
      Thread thread =
          new Thread(
              () -> {
                ready.countDown();
                if (await(start)) {
                  plans.get(number).forEach(step -> take(worker, number, step));
                }
              },
              "ipam-conformance-" + i);
      thread.setDaemon(true);
      thread.start();
      workers.add(worker);
      threads.add(thread);
    }
    await(ready);
    start.countDown();
    join(threads);
    List<Operation> history = new ArrayList<>();
    List<Operation> stuck = new ArrayList<>();
    for (Worker worker : workers) {
      history.addAll(worker.done);
      Operation under = worker.under;
      if (under != null) {
        history.add(under);
        stuck.add(under);
      }
    }
    return new Met(history, stuck);
  }

  /** Takes steps one after the other, when all threads are done. */
  List<Operation> lookAt(List<Step> steps) {
    Worker worker = new Worker();
    steps.forEach(step -> take(worker, -1, step));
    return List.copyOf(worker.done);
  }

  private void take(Worker worker, int thread, Step step) {
    long invoked = System.nanoTime();
    worker.under = Operation.pending(thread, step, invoked);
    Answer answer = executor.take(step);
    long returned = System.nanoTime();
    worker.done.add(Operation.of(thread, step, invoked, returned, answer));
    worker.under = null;
  }

  private static void join(List<Thread> threads) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
