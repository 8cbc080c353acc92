package dev.ipam.bench.report;

import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Reading;
import java.util.List;

/** Figures as the table of docs/performance.md. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** Writes the table. */
  public static String of(List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    text.append("| scenario | what | baseline | measured | ratio, or amount | target | |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Figure figure : figures) {
      text.append("| `").append(figure.name()).append("` | ").append(figure.what());
      cell(text, figure.baseline());
      cell(text, figure.measured());
      text.append(" | ").append(Numbers.judged(figure));
      text.append(" | ").append(Numbers.target(figure.target()));
      text.append(" | ").append(figure.isMet() ? "met" : "**missed**").append(" |\n");
    }
    return text.toString();
  }

  private static void cell(StringBuilder text, Reading reading) {
    text.append(" | ").append(reading.label()).append(": ").append(Numbers.of(reading));
  }
}
