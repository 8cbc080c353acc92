package dev.ipam.cli.bench;

import dev.ipam.measure.Comparison;
import dev.ipam.measure.Slice;
import dev.ipam.measure.Spread;
import org.HdrHistogram.Histogram;

/**
 * What was measured with a number of callers.
 *
 * @param callers how many threads allocated
 * @param sides the store beside its limit
 * @param atHalf how long allocations took at half of the store's rate, from when each was due, in
 *     nanoseconds
 */
public record BenchRow(int callers, Comparison sides, Histogram atHalf) {
  private static final double MICROS = 1e3;

  /**
   * What the limit is.
   *
   * @return what it is, in a few words
   */
  public String limit() {
    return sides.baseline();
  }

  /**
   * How often a second the limit was reached.
   *
   * @return the rate
   */
  public long limitRate() {
    return Math.round(Spread.of(sides.baselineSlices(), Slice::rate).median());
  }

  /**
   * How many addresses the store allocated a second.
   *
   * @return the rate
   */
  public long storeRate() {
    return Math.round(Spread.of(sides.measuredSlices(), Slice::rate).median());
  }

  /**
   * The store's rate in parts of its limit: the lowest, the median and the highest.
   *
   * @return the ratio
   */
  public Spread ratio() {
    return sides.rateRatio();
  }

  /**
   * The time in which so many of a hundred allocations were answered.
   *
   * @param percentile how many of a hundred
   * @return the time in microseconds
   */
  public long micros(double percentile) {
    return Math.round(atHalf.getValueAtPercentile(percentile) / MICROS);
  }
}
