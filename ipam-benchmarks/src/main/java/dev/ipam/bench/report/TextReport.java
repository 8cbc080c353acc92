package dev.ipam.bench.report;

import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Reading;
import java.io.PrintStream;

/** Figures as text, one after another, while they are measured. */
public final class TextReport {
  private final PrintStream out;

  /** Writes to a stream. */
  public TextReport(PrintStream out) {
    this.out = out;
  }

  /** Writes one figure. */
  public void add(Figure figure) {
    out.println(figure.name() + ": " + figure.what());
    line(figure.baseline());
    line(figure.measured());
    out.printf(
        "  %-60s %s, target %s: %s%n",
        "",
        Numbers.judged(figure),
        Numbers.target(figure.target()),
        figure.isMet() ? "met" : "MISSED");
    figure.notes().forEach(note -> out.println("  (" + note + ")"));
    out.flush();
  }

  private void line(Reading reading) {
    out.printf("  %-60s %s%n", reading.label(), Numbers.of(reading));
  }
}
