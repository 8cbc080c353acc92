package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.crash.Bounds;
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

  /** What a long run makes though its share of the time is over. */
  private static final int MANY = 200;

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
    Duration budget = context.effort().budget();
    Bounds bounds =
        isLong
            ? new Bounds(
                MANY, Integer.MAX_VALUE, budget.dividedBy(4), budget.multipliedBy(2).dividedBy(5))
            : Bounds.atMost(KILLS, budget.dividedBy(5));
    CrashCheck.Report report =
        new CrashCheck(context.subject()).run(context.seed(), bounds, isLong ? 2 : 1, 3, 8);
    return judged(tried, report, isLong);
  }

  static CheckResult judged(Tried tried, CrashCheck.Report report, boolean isLong) {
    report
        .kills()
        .forEach(
            (moment, count) ->
                tried.count(
                    "kills: " + moment.name().toLowerCase(Locale.ROOT).replace('_', ' '), count));
    int kills = report.kills().values().stream().mapToInt(Integer::intValue).sum();
    tried.count("kills", kills);
    if (isLong && kills < MANY && report.passed()) {
      tried.note("Fewer kills than the " + MANY + " of a long run: each of them took too long.");
    }
    tried.count("stores", report.stores());
    tried.count("operations", report.operations());
    tried.count("operations in flight at a kill", report.cutOff());
    if (report.cutOff() == 0) {
      tried.notProven("6.11", "no operation was in flight at any of " + kills + " kills");
    }
    tried.undecided(report.undecided());
    tried.notProven(report.notProven());
    report.failures().forEach(each -> tried.failed(each.rule(), each.toString()));
    return tried.result();
  }
}
