package dev.ipam.conformance.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at mutants side by side: many wait for a disk, or for processes of their own. */
final class InParallel {
  private static final int THREADS = 2 * Runtime.getRuntime().availableProcessors();

  private InParallel() {}

  /** Returns what a function gives for each, in their order. */
  static <T, R> List<R> map(List<T> all, Function<T, R> function) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<R>> futures = new ArrayList<>();
      all.forEach(each -> futures.add(threads.submit(() -> function.apply(each))));
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
