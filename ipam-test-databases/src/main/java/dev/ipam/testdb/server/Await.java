package dev.ipam.testdb.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions that nobody signals, such as a server that answers. */
final class Await {
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns once the condition holds. What it throws counts as "not yet".
   *
   * @throws IllegalStateException when it does not hold in time; the last exception is the cause
   */
  static void until(
      String what, Duration limit, Supplier<String> explanation, Condition condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IllegalStateException hopeless) {
        throw hopeless;
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalStateException(
            "Gave up waiting until "
                + what
                + " after "
                + limit.toSeconds()
                + " s. "
                + explanation.get(),
            last);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
