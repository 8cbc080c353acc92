package dev.ipam.conformance.steps;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is moved. Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class ManualClock extends Clock {
  /** What every such clock shows at first: the start of 2025, in milliseconds since 1970. */
  public static final long START = 1_735_689_600_000L;

  private final AtomicLong millis = new AtomicLong(START);

  /** Makes a clock that shows {@link #START}. */
  public ManualClock() {}

  /**
   * Moves the clock.
   *
   * @param by how many milliseconds, negative to set it back
   */
  public void advance(long by) {
    millis.addAndGet(by);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }
}
