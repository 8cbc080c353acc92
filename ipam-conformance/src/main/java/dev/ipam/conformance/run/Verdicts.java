package dev.ipam.conformance.run;

import dev.ipam.conformance.check.CheckResult;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes one result of what tests and checks say of a rule, and of known gaps. */
final class Verdicts {
  private static final List<Status> WORST_FIRST =
      List.of(Status.FAILED, Status.NOT_PROVEN, Status.NOT_APPLICABLE, Status.PASSED);

  private final Map<String, String> gaps;
  private final long seed;

  Verdicts(Map<String, String> gaps, long seed) {
    gaps.forEach(
        (id, reason) -> {
          ContractRule rule = Contract.current().rule(id);
          if (rule.layer() != Layer.DRIVER || reason.isBlank()) {
            throw new IllegalArgumentException(
                "known gap " + id + " needs a rule that binds drivers, and a reason");
          }
        });
    this.gaps = Map.copyOf(gaps);
    this.seed = seed;
  }

  RuleResult of(
      ContractRule rule, List<String> evidence, List<Finding> findings, Duration duration) {
    Status status =
        WORST_FIRST.stream()
            .filter(each -> findings.stream().anyMatch(finding -> finding.status() == each))
            .findFirst()
            .orElse(Status.NOT_PROVEN);
    String reason =
        findings.stream()
            .filter(finding -> finding.status() == status)
            .map(Finding::reason)
            .findFirst()
            .orElse("this version of the kit has no test for it");
    List<String> messages =
        findings.stream().map(Finding::messages).flatMap(Collection::stream).toList();
    String gap = gaps.get(rule.id());
    if (gap == null) {
      return new RuleResult(rule, status, reason, evidence, messages, seed, duration);
    }
    return switch (status) {
      case FAILED ->
          new RuleResult(rule, Status.KNOWN_GAP, gap, evidence, messages, seed, duration);
      case PASSED, NOT_APPLICABLE ->
          new RuleResult(
              rule, Status.FAILED, "", evidence, List.of(stale(rule, status)), seed, duration);
      default -> new RuleResult(rule, status, reason, evidence, messages, seed, duration);
    };
  }

  private static String stale(ContractRule rule, Status status) {
    return rule.title()
        + " is declared as a known gap, but it is "
        + status.label()
        + " now\n  if this fails, check:\n    - remove it from DriverUnderTest.knownGaps()";
  }

  RuleResult elsewhere(ContractRule rule) {
    String reason =
        switch (rule.layer()) {
          case VALUE -> "binds the values that all drivers share; proven in the build of ipam-api";
          case FACADE -> "binds the facade around any driver; proven in the build of ipam-api";
          default -> "cannot be observed from outside; to be checked by reading the driver";
        };
    return new RuleResult(
        rule, Status.ELSEWHERE, reason, List.of(), List.of(), seed, Duration.ZERO);
  }

  /** A check that found nothing but known gaps does not fail, but it ended early. */
  CheckSummary of(CheckResult result) {
    CheckSummary found = result.summary();
    List<String> broken =
        result.findings().stream()
            .filter(finding -> finding.status() == Status.FAILED)
            .map(Finding::rule)
            .distinct()
            .toList();
    if (found.status() != Status.FAILED || broken.isEmpty() || !gaps.keySet().containsAll(broken)) {
      return found;
    }
    List<String> notes = new ArrayList<>(found.notes());
    notes.add("it ended at a known gap; what comes after it was not checked");
    return new CheckSummary(
        found.name(),
        found.title(),
        Status.KNOWN_GAP,
        "breaks rules that are known gaps: " + String.join(", ", broken),
        found.counts(),
        notes,
        found.messages(),
        found.seed(),
        found.duration());
  }
}
