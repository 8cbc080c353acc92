package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.error.IpamException;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Opens a driver for the first time, without which nothing can be checked. */
final class Opening {
  private Opening() {}

  /** Returns what the opened driver can do. */
  static Set<Capability> capabilities(DriverUnderTest subject, Duration patience) {
    try {
      return new Guard(subject, patience).call("opening", () -> opened(subject));
    } catch (Guard.Ended e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why =
          cause instanceof TimeoutException
              ? e.why()
              : cause instanceof IpamException
                  ? String.valueOf(cause.getMessage())
                  : cause.toString();
      throw new DriverNotOpenedException(subject.provider().name(), why, cause);
    }
  }

  private static Set<Capability> opened(DriverUnderTest subject) {
    StoreUnderTest store = new StoreUnderTest(subject, new ManualClock(), new Random(0));
    try {
      return Set.copyOf(store.driver().capabilities());
    } finally {
      close(store);
    }
  }

  private static void close(StoreUnderTest store) {
    try {
      store.close();
    } catch (RuntimeException | Error e) {
      // A driver that cannot be closed fails the test of rule 6.27.
    }
  }
}
