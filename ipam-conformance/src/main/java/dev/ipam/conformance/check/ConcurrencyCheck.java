package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.linear.LinearizabilityCheck;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has threads work at once, and searches an order of their operations that explains all answers.
 *
 * @since 0.1
 */
public final class ConcurrencyCheck implements ConformanceCheck {
  private static final String RULE = "6.01";

  /** Makes the check. */
  public ConcurrencyCheck() {}

  @Override
  public String name() {
    return "concurrency";
  }

  @Override
  public Set<String> decides() {
    return Set.of(RULE);
  }

  @Override
  public boolean comesAfterModel() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    long begin = System.nanoTime();
    boolean isLong = context.effort() == Effort.LONG;
    int rounds = isLong ? Integer.MAX_VALUE : 60;
    Duration atMost = context.effort().budget().dividedBy(8);
    LinearizabilityCheck.Report report =
        new LinearizabilityCheck(context.subject())
            .run(context.seed(), rounds, isLong ? 4 : 3, isLong ? 8 : 6, atMost);
    return judged(report, context.seed(), begin);
  }

  CheckResult judged(LinearizabilityCheck.Report report, long seed, long begin) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("histories", (long) report.rounds());
    counts.put("operations", report.operations());
    counts.put("overlapping pairs", report.overlapping());
    counts.put("histories not decided", (long) report.undecided());
    List<String> messages = report.failures().stream().map(Object::toString).toList();
    CheckSummary summary =
        new CheckSummary(
            name(),
            "histories of several threads, checked for linearizability",
            status(report),
            report.failures().isEmpty() ? open(report) : "",
            counts,
            List.of(),
            messages,
            seed,
            Duration.ofNanos(System.nanoTime() - begin));
    return new CheckResult(summary, findings(report));
  }

  private static Status status(LinearizabilityCheck.Report report) {
    if (!report.failures().isEmpty()) {
      return Status.FAILED;
    }
    return open(report).isEmpty() ? Status.PASSED : Status.NOT_PROVEN;
  }

  private static List<Finding> findings(LinearizabilityCheck.Report report) {
    List<Finding> findings = new ArrayList<>();
    for (LinearizabilityCheck.Failure failure : report.failures()) {
      findings.add(Finding.failed(failure.rule(), failure.toString()));
    }
    if (findings.stream().noneMatch(finding -> finding.rule().equals(RULE))) {
      findings.add(
          !report.failures().isEmpty()
              ? Finding.notProven(RULE, "the check ended at another failure")
              : open(report).isEmpty()
                  ? Finding.passed(RULE)
                  : Finding.notProven(RULE, open(report)));
    }
    return findings;
  }

  /** Why nothing is proven though nothing failed; empty where it is. */
  private static String open(LinearizabilityCheck.Report report) {
    if (report.undecided() > 0) {
      return "the search for an order was given up in " + report.undecided() + " histories";
    }
    return report.overlapping() == 0 ? "no operations of two threads met at any moment" : "";
  }
}
