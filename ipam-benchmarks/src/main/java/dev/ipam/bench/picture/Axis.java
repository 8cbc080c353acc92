package dev.ipam.bench.picture;

import dev.ipam.bench.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of a chart.
 *
 * @param label what it counts, with its unit
 * @param logarithmic whether equal steps are equal factors
 * @param low where it begins
 * @param high where it ends
 */
record Axis(String label, boolean logarithmic, double low, double high) {
  private static final int STEPS = 6;
  private static final int TEN = 10;

  /** An axis for values, which begins and ends at whole steps. */
  static Axis of(String label, boolean logarithmic, double least, double most) {
    if (logarithmic) {
      double low = Math.pow(TEN, Math.floor(Math.log10(least)));
      double high = Math.pow(TEN, Math.ceil(Math.log10(most)));
      return new Axis(label, true, low, Math.max(high, low * TEN));
    }
    double step = step(most);
    return new Axis(label, false, 0, Math.max(step, Math.ceil(most / step) * step));
  }

  private static double step(double most) {
    double rough = Math.max(most, 1e-9) / STEPS;
    double power = Math.pow(TEN, Math.floor(Math.log10(rough)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= rough) {
        return factor * power;
      }
    }
    return TEN * power;
  }

  /** Where a value lies, from 0 to 1. */
  double place(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** The values that have a line and a number. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = low; tick <= high * 1.001; tick *= TEN) {
        ticks.add(tick);
      }
    } else {
      double step = step(high);
      for (double tick = low; tick <= high * 1.001; tick += step) {
        ticks.add(tick);
      }
    }
    return ticks;
  }

  static String text(double tick) {
    return Numbers.of(tick);
  }
}
