package dev.ipam.migration.shadow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the shadow's driver in a thread that may be left behind when it does not answer. */
final class Answering {
  /** It did not answer in time: what it is doing, nobody knows. */
  static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Silent(long millis) {
      super("it did not answer within " + millis + " ms");
    }
  }

  private final long limitMillis;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "ipam-shadow-driver");
            made.setDaemon(true);
            return made;
          });

  Answering(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  /** Asks; whatever is thrown there is thrown here. */
  <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, thread);
    try {
      return answer.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Silent(limitMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Silent(limitMillis);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Closes something once all that was asked has been answered, and ends the thread. */
  void closeAfterwards(Runnable closing) {
    thread.execute(closing);
    thread.shutdown();
  }

  /** Waits for all that was asked, as long as one answer may take; tells whether it has come. */
  boolean awaitEnd() {
    try {
      return thread.awaitTermination(limitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
