package dev.ipam.migration.shadow;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time at which the operation that is being rehearsed was carried out. */
final class ReplayClock extends Clock {
  private volatile long millis;

  ReplayClock(long millis) {
    this.millis = millis;
  }

  void set(long time) {
    millis = time;
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the store's time has no zone");
  }
}
