package dev.ipam.migration;

import static org.assertj.core.api.Assertions.fail;

import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what a shadow comes to. */
final class Shadows {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Shadows() {}

  static ShadowStatus awaitState(Supplier<Optional<ShadowStatus>> shadow, State state) {
    return await(shadow, status -> status.state() == state);
  }

  static ShadowStatus await(
      Supplier<Optional<ShadowStatus>> shadow, Predicate<ShadowStatus> condition) {
    long end = System.nanoTime() + LONGEST_NANOS;
    ShadowStatus status = shadow.get().orElseThrow();
    while (!condition.test(status)) {
      if (System.nanoTime() - end > 0) {
        fail("the shadow stays at " + status);
      }
      LockSupport.parkNanos(POLL_NANOS);
      status = shadow.get().orElseThrow();
    }
    return status;
  }
}
