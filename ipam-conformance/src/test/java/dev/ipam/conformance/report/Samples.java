package dev.ipam.conformance.report;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Reports made by hand: every status in turn, and whatever text a driver may come up with. */
final class Samples {
  static final String HOSTILE =
      "</pre><script>alert(1)</script><img src=x onerror='a(\"b\")'>&amp;]]>\u0000\u0008\u202e\ud800";

  private Samples() {}

  static ConformanceReport report(String driver, String text) {
    List<Status> statuses = List.of(Status.values());
    List<RuleResult> results = new ArrayList<>();
    for (ContractRule rule : Contract.current().rules()) {
      Status status = statuses.get(results.size() % statuses.size());
      results.add(
          new RuleResult(
              rule,
              status,
              status == Status.PASSED || status == Status.FAILED ? "" : text,
              List.of("SomeRules.something"),
              status == Status.FAILED || status == Status.KNOWN_GAP ? List.of(text) : List.of(),
              1L << 60,
              Duration.ofMillis(1_234)));
    }
    return new ConformanceReport(
        driver,
        text,
        text,
        "1.0",
        EnumSet.of(Capability.BULK, Capability.KEYS),
        EnumSet.of(Capability.BULK, Capability.OWNERS),
        results,
        List.of(check(text)),
        42,
        Effort.DEFAULT,
        Instant.parse("2026-01-02T03:04:05Z"),
        Duration.ofSeconds(50));
  }

  static CheckSummary check(String text) {
    return new CheckSummary(
        "model",
        "steps judged by a model",
        Status.FAILED,
        text,
        Map.of("steps", 12_345L),
        List.of(text),
        List.of(text),
        42,
        Duration.ofSeconds(9));
  }

  /** The same report with nothing wrong in it. */
  static ConformanceReport passed(ConformanceReport report) {
    List<RuleResult> results =
        report.results().stream()
            .map(
                each ->
                    new RuleResult(
                        each.rule(),
                        Status.PASSED,
                        "",
                        each.evidence(),
                        List.of(),
                        each.seed(),
                        each.duration()))
            .toList();
    return new ConformanceReport(
        report.driver(),
        report.description(),
        report.version(),
        report.kitVersion(),
        report.actual(),
        report.actual(),
        results,
        List.of(),
        report.seed(),
        report.effort(),
        report.started(),
        report.duration());
  }
}
