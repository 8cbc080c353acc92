package dev.ipam.conformance.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Replays vectors side by side: they know nothing of each other, and a durable driver has them wait
 * for the disk most of the time.
 */
final class InParallel {
  private static final int THREADS = 8;

  private InParallel() {}

  /** A driver that hangs must not keep the process. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "conformance-vectors");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns what a function gives for each, in their order. */
  static <T, R> List<R> map(List<T> all, Function<T, R> function) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, InParallel::daemon);
    try {
      List<Future<R>> futures = new ArrayList<>();
      all.forEach(each -> futures.add(threads.submit(() -> function.apply(each))));
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while vectors were replayed", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
