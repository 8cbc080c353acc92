package dev.ipam.conformance.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Calls of several threads that begin together. */
final class AtOnce {
  private AtOnce() {}

  /** The answers to one call that all threads make, as texts. */
  static List<String> all(int threads, Callable<?> call) throws Exception {
    return numbered(
        threads,
        i -> {
          try {
            return call.call();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The answers to calls of which each thread makes its own, as texts. */
  static List<String> numbered(int threads, IntFunction<?> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        answers.add(
            pool.submit(
                () -> {
                  start.await();
                  return TwinScript.told(() -> call.apply(number));
                }));
      }
      start.countDown();
      List<String> seen = new ArrayList<>();
      for (Future<String> answer : answers) {
        seen.add(answer.get());
      }
      return seen;
    } finally {
      pool.shutdownNow();
    }
  }
}
