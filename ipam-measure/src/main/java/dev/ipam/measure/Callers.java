package dev.ipam.measure;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets the callers of a side take turns for a while. */
public final class Callers {
  private Callers() {}

  /**
   * Lets all callers take turns until the time is over; each finishes the turn that it began.
   *
   * @param side whose callers
   * @param length for how long
   * @return what they did, and how long it took until the last turn had ended
   * @throws MeasurementFailedException if a turn failed
   * @throws InterruptedException if the thread was interrupted
   */
  public static Slice run(Side side, Duration length) throws InterruptedException {
    if (side.callers() == 1) {
      return alone(side, length);
    }
    ExecutorService threads = Executors.newFixedThreadPool(side.callers());
    try {
      CountDownLatch ready = new CountDownLatch(side.callers());
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < side.callers(); i++) {
        int caller = i;
        Callable<Long> turns =
            () -> {
              ready.countDown();
              begin.await();
              return turns(side, caller, System.nanoTime() + length.toNanos());
            };
        counts.add(threads.submit(turns));
      }
      ready.await();
      long start = System.nanoTime();
      begin.countDown();
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      return new Slice(sum, System.nanoTime() - start);
    } catch (ExecutionException e) {
      throw MeasurementFailedException.of(side, e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Slice alone(Side side, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    long start = now(side);
    try {
      long count = turns(side, 0, end);
      return new Slice(count, now(side) - start);
    } catch (Exception e) {
      throw MeasurementFailedException.of(side, e);
    }
  }

  private static long now(Side side) {
    return side.processorTime()
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private static long turns(Side side, int caller, long end) throws Exception {
    Turn turn = side.turn();
    long count = 0;
    do {
      count += turn.once(caller);
    } while (System.nanoTime() - end < 0);
    return count;
  }
}
