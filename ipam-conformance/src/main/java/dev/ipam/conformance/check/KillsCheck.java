package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.crash.CrashCheck;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Kills processes that work on the driver's stores, and looks at what is there afterwards.
 *
 * @since 0.1
 */
public final class KillsCheck implements ConformanceCheck {
  private static final int KILLS = 12;

  /** Makes the check. */
  public KillsCheck() {}

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public Set<String> decides() {
    return Set.of("6.08", "6.11", "6.12", "3.43");
  }

  @Override
  public boolean comesAfterModel() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    Tried tried = new Tried(this, "processes killed at work, and what is there then", context);
    if (!context.capabilities().contains(Capability.DURABLE)) {
      return tried.without(Capability.DURABLE);
    }
    boolean isLong = context.effort() == Effort.LONG;
    Duration atMost = context.effort().budget().dividedBy(5);
    CrashCheck.Report report =
        new CrashCheck(context.subject())
            .run(context.seed(), isLong ? Integer.MAX_VALUE : KILLS, isLong ? 3 : 1, 3, 8, atMost);
    report
        .kills()
        .forEach(
            (moment, count) ->
                tried.count(
                    "kills: " + moment.name().toLowerCase(Locale.ROOT).replace('_', ' '), count));
    tried.count("stores", report.stores());
    tried.count("operations", report.operations());
    tried.count("operations in flight at a kill", report.cutOff());
    tried.undecided(report.undecided());
    tried.notProven(report.notProven());
    report.failures().forEach(each -> tried.failed(each.rule(), each.toString()));
    return tried.result();
  }
}
