package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.processes.ProcessesCheck;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.Set;

/**
 * Has several processes use one store: what they do is linearizable, or all but one are refused.
 *
 * @since 0.1
 */
public final class SeveralProcessesCheck implements ConformanceCheck {
  private static final String LINEARIZABLE = "6.02";
  private static final String REFUSED = "6.18";

  /** Makes the check. */
  public SeveralProcessesCheck() {}

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public Set<String> decides() {
    return Set.of(LINEARIZABLE, REFUSED);
  }

  @Override
  public boolean comesAfterModel() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    boolean shared = context.capabilities().contains(Capability.SHARED);
    boolean isLong = context.effort() == Effort.LONG;
    Tried tried =
        new Tried(
            this,
            shared
                ? "histories of several processes, checked for linearizability"
                : "a second process that opens the same store",
            context);
    Duration atMost = context.effort().budget().dividedBy(8);
    ProcessesCheck.Report report =
        new ProcessesCheck(context.subject())
            .run(context.seed(), isLong ? Integer.MAX_VALUE : 12, 3, 2, isLong ? 8 : 5, atMost);
    return judged(tried, report, shared);
  }

  static CheckResult judged(Tried tried, ProcessesCheck.Report report, boolean shared) {
    tried.count("stores", report.rounds());
    tried.count("operations", report.operations());
    if (shared) {
      tried.count("overlapping pairs of different processes", report.overlapping());
      if (report.overlapping() == 0) {
        tried.notProven(LINEARIZABLE, "no operations of different processes met at any moment");
      }
    }
    tried.undecided(report.undecided());
    tried.notProven(report.notProven());
    report.failures().forEach(each -> tried.failed(each.rule(), each.toString()));
    if (shared) {
      tried.notApplicable(REFUSED, "several processes may use one store: the driver is SHARED");
    } else {
      tried.notApplicable(LINEARIZABLE, "SHARED");
    }
    return tried.result();
  }
}
