package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.crash.Bounds;
import dev.ipam.conformance.crash.PowerLossCheck;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.Set;

/**
 * Plays losses of power on the driver's stores, where they are files of this machine.
 *
 * @since 0.1
 */
public final class PowerCheck implements ConformanceCheck {
  private static final int LOSSES = 12;

  /** What a long run plays though its share of the time is over, and of one store at most. */
  private static final int MANY = 200;

  private static final int OF_ONE_STORE = 40;

  /** Makes the check. */
  public PowerCheck() {}

  @Override
  public String name() {
    return "power-loss";
  }

  @Override
  public Set<String> decides() {
    return Set.of("6.09", "6.10");
  }

  @Override
  public boolean comesAfterModel() {
    return true;
  }

  @Override
  public CheckResult run(CheckContext context) {
    Tried tried =
        new Tried(this, "power that fails between two syncs, and what is there then", context);
    if (!context.capabilities().contains(Capability.DURABLE)) {
      return tried.without(Capability.DURABLE);
    }
    boolean isLong = context.effort() == Effort.LONG;
    Duration budget = context.effort().budget();
    Bounds bounds =
        isLong
            ? new Bounds(MANY, Integer.MAX_VALUE, budget.dividedBy(8), budget.dividedBy(5))
            : Bounds.atMost(LOSSES, budget.dividedBy(8));
    PowerLossCheck.Report report =
        new PowerLossCheck(context.subject())
            .run(
                context.seed(),
                isLong ? Integer.MAX_VALUE : 1,
                3,
                12,
                isLong ? OF_ONE_STORE : LOSSES,
                bounds);
    return judged(tried, report, isLong);
  }

  static CheckResult judged(Tried tried, PowerLossCheck.Report report, boolean isLong) {
    tried.count("stores", report.stores());
    tried.count("operations", report.operations());
    tried.count("syncs", report.syncs());
    tried.count("losses of power", report.losses());
    if (isLong && report.losses() < MANY && report.passed()) {
      tried.note("Fewer losses than the " + MANY + " of a long run: each of them took too long.");
    }
    tried.undecided(report.undecided());
    if (report.syncs() == 0 && report.failures().isEmpty()) {
      tried.notProven(
          "no sync of a file in the store's directory was seen, so that no power failed between two;"
              + " does DriverUnderTest.directory name where the store is?");
    }
    tried.notProven(report.notProven());
    if (report.notProven() == null) {
      tried.note("Played: nothing is left that was not synced. Not played: half of such a write.");
    }
    report.failures().forEach(each -> tried.failed(each.rule(), each.toString()));
    return tried.result();
  }
}
