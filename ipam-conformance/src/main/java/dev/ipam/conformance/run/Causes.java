package dev.ipam.conformance.run;

import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.rules.RuleRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exceptions that ended tests, each with the rule that it was met at first. A method that is
 * not written yet ends the tests of most rules; it is told once, and the other rules are not proven
 * until it is mended.
 */
final class Causes {
  private final Map<String, String> first = new HashMap<>();
  private String spread = "";

  /** Returns a finding without what was told already. */
  Finding of(ContractRule rule, Finding finding, boolean isKnownGap) {
    if (finding.status() != Status.FAILED) {
      return finding;
    }
    List<String> untold = new ArrayList<>();
    String told = "";
    for (String message : finding.messages()) {
      String cause = RuleRunner.thrownIn(message);
      if (cause.isEmpty() || first.getOrDefault(cause, rule.title()).equals(rule.title())) {
        untold.add(message);
      } else {
        spread = first.getOrDefault(cause, "");
        told = "its tests ended like those of " + spread + ": " + cause;
      }
      // What fails no run must hide nothing.
      if (!cause.isEmpty() && !isKnownGap) {
        first.putIfAbsent(cause, rule.title());
      }
    }
    return untold.isEmpty()
        ? Finding.notProven(rule.id(), told)
        : new Finding(rule.id(), Status.FAILED, finding.reason(), untold);
  }

  /** The rule at which an exception is told that ended the tests of others; empty for none. */
  String spread() {
    return spread;
  }
}
