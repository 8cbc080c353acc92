package dev.ipam.bench.scenario;

import dev.ipam.measure.Spread;

/**
 * What was aimed at.
 *
 * @param atLeast whether more is better
 * @param limit the limit
 * @param unit the unit of what is judged; "times" for a ratio
 */
public record Target(boolean atLeast, double limit, String unit) {
  /** The unit of ratios. */
  public static final String TIMES = "times";

  /** Aims at a ratio of at least this. */
  public static Target atLeast(double ratio) {
    return new Target(true, ratio, TIMES);
  }

  /** Aims at a ratio of at most this. */
  public static Target atMost(double ratio) {
    return new Target(false, ratio, TIMES);
  }

  /** Tells whether the median is within it. */
  public boolean isMet(Spread judged) {
    return atLeast ? judged.median() >= limit : judged.median() <= limit;
  }
}
