package dev.ipam.reference;

import dev.ipam.conformance.report.ConformanceReport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run of the kit found wrong, as text. */
final class Reports {
  private Reports() {}

  static String failures(ConformanceReport report) {
    return Stream.concat(
            report.results().stream()
                .filter(result -> result.status().fails())
                .flatMap(result -> result.messages().stream()),
            report.checks().stream()
                .filter(check -> check.status().fails())
                .flatMap(check -> check.messages().stream()))
        .collect(Collectors.joining("\n\n", report.counts() + "\n", ""));
  }
}
