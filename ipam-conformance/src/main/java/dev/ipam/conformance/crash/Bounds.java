package dev.ipam.conformance.crash;

import java.time.Duration;

/**
 * When something that could go on for ever has been done often enough: when its share of the time
 * is over, but not before it was done a few times, unless even that takes far too long.
 *
 * @param least how often it is done though its share is over
 * @param most how often it is done though time is left
 * @param share how long it goes on
 * @param longest how long it goes on where it was not done {@code least} times yet
 * @since 0.1
 */
public record Bounds(int least, int most, Duration share, Duration longest) {
  /**
   * Bounds without a number that is to be reached.
   *
   * @param most how often it is done at most
   * @param longest how long it goes on at most
   * @return the bounds
   */
  public static Bounds atMost(int most, Duration longest) {
    return new Bounds(0, most, longest, longest);
  }

  /**
   * Tells whether it is enough; never before the first time.
   *
   * @param done how often it was done
   * @param begin when it began, by {@link System#nanoTime}
   * @return whether to end
   */
  boolean over(int done, long begin) {
    Duration time = done < least ? longest : share;
    return done >= most || (done > 0 && System.nanoTime() - begin >= time.toNanos());
  }
}
