package dev.ipam.migrate;

import java.time.Duration;

/**
 * How a migration goes about it.
 *
 * @param live whether the source serves callers meanwhile: what must be compared while their writes
 *     wait is then only what changed since everything was compared
 * @param longestPause how long writes may wait, at most, in one attempt to hand over; then the
 *     source serves again and the migration goes on copying
 * @param attempts how often to try to hand over before giving up
 * @since 0.1
 */
public record MigrationOptions(boolean live, Duration longestPause, int attempts) {
  /** The longest pause: no process that dies while it hands over may stop writes for longer. */
  public static final Duration MOST_PAUSE = Duration.ofMinutes(10);

  /** With callers stopped, or where nobody minds waiting: everything is compared at the end. */
  public static final MigrationOptions OFFLINE = new MigrationOptions(false, MOST_PAUSE, 3);

  /** While callers are served: their writes wait no longer than two seconds at a time. */
  public static final MigrationOptions LIVE = new MigrationOptions(true, Duration.ofSeconds(2), 10);

  /**
   * Checks the bounds.
   *
   * @param live whether the source serves callers meanwhile
   * @param longestPause how long writes may wait, at most, in one attempt to hand over; {@link
   *     #MOST_PAUSE} at most
   * @param attempts how often to try to hand over before giving up
   */
  public MigrationOptions {
    if (longestPause.isNegative()
        || longestPause.isZero()
        || longestPause.compareTo(MOST_PAUSE) > 0
        || attempts < 1) {
      throw new IllegalArgumentException(longestPause + ", " + attempts + " attempts");
    }
  }

  /**
   * Returns the same with another longest pause.
   *
   * @param pause how long writes may wait, at most, in one attempt to hand over
   * @return the options
   */
  public MigrationOptions withLongestPause(Duration pause) {
    return new MigrationOptions(live, pause, attempts);
  }
}
