package dev.ipam.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Turns at a fixed rate, as they come from clients who do not know of each other.
 *
 * <p>A turn's latency counts from when it was due, not from when a caller came to it: a store that
 * stands still for a second is charged with every turn that was due in that second, and not with
 * one for each caller (which would leave out most of them, the "coordinated omission").
 *
 * @param perSecond how many turns are due in a second
 * @param length for how long
 */
public record SteadyLoad(double perSecond, Duration length) {
  private static final long HIGHEST = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  /**
   * Runs it.
   *
   * @param side whose callers take the turns
   * @return how long each turn took from when it was due, in nanoseconds
   * @throws MeasurementFailedException if a turn failed
   * @throws InterruptedException if the thread was interrupted
   */
  public Histogram run(Side side) throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(HIGHEST, DIGITS);
    AtomicLong next = new AtomicLong();
    long turns = Math.max(1, (long) (perSecond * length.toNanos() / 1e9));
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(side.callers());
    try {
      List<Future<Integer>> ends = new ArrayList<>();
      for (int i = 0; i < side.callers(); i++) {
        int caller = i;
        Callable<Integer> work =
            () -> {
              for (long n = next.getAndIncrement(); n < turns; n = next.getAndIncrement()) {
                long due = start + (long) (n * 1e9 / perSecond);
                awaitTime(due);
                side.turn().once(caller);
                latencies.recordValue(Math.min(HIGHEST, Math.max(1, System.nanoTime() - due)));
              }
              return caller;
            };
        ends.add(threads.submit(work));
      }
      for (Future<Integer> end : ends) {
        end.get();
      }
      return latencies;
    } catch (ExecutionException e) {
      throw MeasurementFailedException.of(side, e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitTime(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
