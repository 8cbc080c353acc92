package dev.ipam.builtin;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it, in the thread that calls the driver. */
final class ManualClock extends Clock {
  long millis = 1_700_000_000_000L;

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody asks for another zone");
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }
}
