package dev.ipam.migration;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told. */
final class SetClock extends Clock {
  private final AtomicLong now = new AtomicLong(1_700_000_000_123L);

  void tick(long millis) {
    now.addAndGet(millis);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it is UTC");
  }
}
