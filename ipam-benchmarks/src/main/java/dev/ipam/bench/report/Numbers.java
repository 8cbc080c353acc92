package dev.ipam.bench.report;

import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Reading;
import dev.ipam.bench.scenario.Target;
import dev.ipam.measure.Spread;
import java.util.Locale;

/** Numbers as people read them: three significant digits, thousands set apart. */
public final class Numbers {
  private Numbers() {}

  /** Writes a number. */
  public static String of(double value) {
    double size = Math.abs(value);
    if (size >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 100 || size == Math.rint(size)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
  }

  static String of(Reading reading) {
    return of(reading.value()) + " " + reading.unit();
  }

  static String judged(Figure figure) {
    Spread judged = figure.judged();
    String unit = figure.target().unit();
    String after = unit.equals(Target.TIMES) ? "" : " " + unit;
    if (judged.low() == judged.high()) {
      return of(judged.median()) + after;
    }
    return of(judged.median()) + after + " (" + of(judged.low()) + "-" + of(judged.high()) + ")";
  }

  static String target(Target target) {
    String unit = target.unit().equals(Target.TIMES) ? "" : " " + target.unit();
    return (target.atLeast() ? ">= " : "<= ") + of(target.limit()) + unit;
  }
}
