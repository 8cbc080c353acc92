package dev.ipam.cli;

import static dev.ipam.cli.output.Column.shown;

import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.report.RuleResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What became of one rule, as a row. */
record ConformanceRow(String driver, RuleResult result) {
  private static final List<Column<ConformanceRow>> COLUMNS =
      List.of(
          shown("driver", ConformanceRow::driver),
          shown("rule", row -> row.result().rule().title()),
          shown("level", row -> row.result().rule().level().name().toLowerCase(Locale.ROOT)),
          shown("status", row -> row.result().status().name().toLowerCase(Locale.ROOT)),
          shown("reason", row -> row.result().reason()),
          shown("messages", row -> String.join("\n\n", row.result().messages())));

  static void list(Output output, ReportSet set) {
    output.list(COLUMNS, set.reports().stream().flatMap(ConformanceRow::of));
  }

  private static Stream<ConformanceRow> of(ConformanceReport report) {
    return report.results().stream().map(result -> new ConformanceRow(report.driver(), result));
  }
}
