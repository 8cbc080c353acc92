package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.run.Conformance;
import dev.ipam.testdb.Engine;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of the kit as one test. */
final class WholeKit {
  private WholeKit() {}

  static void passesOn(Engine engine) {
    ConformanceReport report = Conformance.of(ReferenceUnderTest.on(engine)).run();

    System.out.println(engine.label() + "\n" + ReportSet.of(report).text());
    assertThat(report.passed()).as(() -> failures(report)).isTrue();
  }

  private static String failures(ConformanceReport report) {
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
