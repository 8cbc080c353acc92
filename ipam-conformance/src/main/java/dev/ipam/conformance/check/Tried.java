package dev.ipam.conformance.check;

import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What became of a check that decides some rules: what it did, and what it found broken. */
final class Tried {
  private final ConformanceCheck check;
  private final String title;
  private final CheckContext context;
  private final long begin = System.nanoTime();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Finding> notBinding = new LinkedHashMap<>();
  private final Map<String, String> unproven = new LinkedHashMap<>();
  private final List<Finding> broken = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String notProven;

  Tried(ConformanceCheck check, String title, CheckContext context) {
    this.check = check;
    this.title = title;
    this.context = context;
  }

  void count(String what, long number) {
    counts.put(what, number);
  }

  void note(String note) {
    notes.add(note);
  }

  void failed(String rule, String message) {
    broken.add(Finding.failed(rule, message));
    messages.add(message);
  }

  /** Says why nothing could be checked, if so. */
  void notProven(@Nullable String reason) {
    if (reason != null) {
      notProven = reason;
    }
  }

  /** Says why one rule could not be checked. */
  void notProven(String rule, String reason) {
    unproven.put(rule, reason);
  }

  /** Says for how many histories the search for an order was given up. */
  void undecided(int histories) {
    counts.put("histories not decided", (long) histories);
    if (histories > 0) {
      notProven = "the search for an order was given up in " + histories + " histories";
    }
  }

  /** Says that a rule which the check decides does not bind this driver. */
  void notApplicable(String rule, String reason) {
    notBinding.put(rule, new Finding(rule, Status.NOT_APPLICABLE, reason, List.of()));
  }

  /** The check's result where the driver lacks what the check is about. */
  CheckResult without(Capability capability) {
    return new CheckResult(
        summary(Status.NOT_APPLICABLE, "the driver does not declare " + capability), List.of());
  }

  CheckResult result() {
    List<Finding> findings = new ArrayList<>(broken);
    String reason = notProven;
    findings.addAll(notBinding.values());
    for (String rule : new TreeSet<>(check.decides())) {
      boolean open = !notBinding.containsKey(rule);
      if (open && broken.stream().noneMatch(finding -> finding.rule().equals(rule))) {
        String why = reason != null ? reason : unproven.get(rule);
        findings.add(
            why != null
                ? Finding.notProven(rule, why)
                : broken.isEmpty()
                    ? Finding.passed(rule)
                    : Finding.notProven(rule, "the check ended at another failure"));
      }
    }
    String open = reason != null ? reason : String.join("; ", unproven.values());
    Status status =
        !broken.isEmpty() ? Status.FAILED : open.isEmpty() ? Status.PASSED : Status.NOT_PROVEN;
    return new CheckResult(summary(status, broken.isEmpty() ? open : ""), findings);
  }

  private CheckSummary summary(Status status, String reason) {
    return new CheckSummary(
        check.name(),
        title,
        status,
        reason,
        counts,
        notes,
        messages,
        context.seed(),
        Duration.ofNanos(System.nanoTime() - begin));
  }
}
