package dev.ipam.conformance.rules;

import dev.ipam.conformance.StoreOutage;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Rules 6.25, 6.26 and 6.28: a store whose writes fail for a while. */
final class OutageRules {
  private OutageRules() {}

  private static final int AT_ONCE = 4_000;
  private static final int MOST_WRITES = 400;
  private static final int NO_SUBNET = -1;
  private static final AllocationContext MUCH =
      AllocationContext.NONE.withHostName("h".repeat(200));
  private static final long PAUSE_NANOS = 5_000_000;

  /**
   * What was written until a write failed: a store may have some room left that it took beforehand.
   *
   * @param whole the subnets that were acknowledged, and in each how many addresses
   * @param failed the subnet in which the last write failed
   * @param created whether that subnet's creation was acknowledged
   */
  private record Written(
      List<String> whole, String failed, boolean created, UnavailableException error) {}

  @RuleTest(
      value = "6.25",
      check = {
        "whether a write that may have reached the store is said to be UNKNOWN, not NOT_APPLIED",
        "whether what was acknowledged before is read again from the store, and nothing else"
      })
  static void aFailedWriteSaysHonestlyWhatIsKnown(Bench bench) {
    prepare(bench);
    Written written;
    StoreOutage outage = begun(bench);
    try (outage) {
      written = untilOneFails(bench, "w");
      bench.require(
          written.error().retryable(), "Unavailable is retryable", Words.of(written.error()));
    }
    served(bench);
    int each = each(bench);
    for (String id : written.whole()) {
      bench.equal("how much is held in " + id + ", acknowledged", each, bench.held(id).size());
    }
    int held = heldIn(bench, written.failed());
    bench.require(
        held >= 0 || !written.created(),
        "the subnet of an acknowledged creation is there",
        "it is gone");
    boolean absent = held == (written.created() ? 0 : NO_SUBNET);
    bench.require(
        absent
            || (written.error().outcome() == Outcome.UNKNOWN
                && held == (written.created() ? each : 0)),
        "the "
            + (written.created() ? "allocation" : "creation of a subnet")
            + " that failed as "
            + written.error().outcome()
            + " is "
            + (written.error().outcome() == Outcome.NOT_APPLIED
                ? "absent"
                : "wholly there or wholly absent"),
        held + " of " + each + " addresses are held, and the subnet is there");
  }

  @RuleTest(
      value = "6.25",
      check = {
        "whether an allocation that may have reached the store is said to be UNKNOWN",
        "whether a batch that failed in the middle is there in part"
      })
  static void aFailedAllocationIsWhollyThereOrAbsent(Bench bench) {
    prepare(bench);
    bench.subnet("big", "10.0.0.0/8");
    Acknowledged acknowledged;
    StoreOutage outage = begun(bench);
    try (outage) {
      acknowledged = allocatedUntilOneFails(bench);
    }
    served(bench);
    long whole = acknowledged.addresses();
    long held = bench.driver().usage("big").allocated().longValueExact();
    boolean absent = held == whole;
    boolean there = held == whole + each(bench);
    bench.require(
        absent || (there && acknowledged.error().outcome() == Outcome.UNKNOWN),
        "an allocation that failed as "
            + acknowledged.error().outcome()
            + " leaves the "
            + whole
            + " addresses that were acknowledged, and nothing or all of its own where that is not"
            + " known",
        held + " addresses are held; it had asked for " + each(bench));
  }

  private record Acknowledged(long addresses, UnavailableException error) {}

  private static Acknowledged allocatedUntilOneFails(Bench bench) {
    AllocationRequest request =
        bench.has(Capability.BULK) ? Make.bulk("big", AT_ONCE) : Make.any("big");
    AllocationRequest much = request.withContext(MUCH);
    for (int i = 0; i < MOST_WRITES; i++) {
      try {
        bench.driver().allocate(much);
      } catch (UnavailableException e) {
        return new Acknowledged((long) i * each(bench), e);
      }
    }
    throw new RuleViolation(
        "an allocation fails with Unavailable while the store's writes fail",
        MOST_WRITES + " of " + each(bench) + " addresses each were acknowledged");
  }

  private static int heldIn(Bench bench, String subnet) {
    try {
      return bench.held(subnet).size();
    } catch (SubnetNotFoundException e) {
      return NO_SUBNET;
    }
  }

  @RuleTest(
      value = "6.26",
      check = {
        "whether the driver opens its store, or a new connection, by itself",
        "whether it pauses between tries for longer than an operator would wait"
      })
  static void theDriverServesAgainWhenTheCauseIsGone(Bench bench) {
    prepare(bench);
    for (String round : List.of("a", "b")) {
      StoreOutage outage = begun(bench);
      try (outage) {
        untilOneFails(bench, round);
        untilOneFails(bench, round + "-again");
      }
      served(bench);
    }
    bench.reopen();
    bench.any("served");
  }

  @RuleTest(
      value = "6.28",
      check =
          "whether connecting, waiting for a connection, and waiting for a lock have a time limit")
  static void aWaitForTheStoreHasABound(Bench bench) {
    prepare(bench);
    StoreOutage outage = begun(bench);
    try (outage) {
      // A call that waits without end is told as a hang, after the patience of the kit.
      untilOneFails(bench, "w");
    }
    served(bench);
  }

  private static void prepare(Bench bench) {
    bench.onFragileStore();
    bench.subnet("served", "10.0.0.0/16");
    bench.any("served");
  }

  private static StoreOutage begun(Bench bench) {
    StoreOutage outage = bench.subject().outage(bench.store().settings());
    bench.remark("the store's writes fail from now on");
    return outage;
  }

  private static int each(Bench bench) {
    return bench.has(Capability.BULK) ? AT_ONCE : 1;
  }

  private static Written untilOneFails(Bench bench, String prefix) {
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < MOST_WRITES; i++) {
      String id = prefix + i;
      boolean created = false;
      try {
        bench.subnet(id, "10.0.0.0/20");
        created = true;
        AllocationRequest request =
            bench.has(Capability.BULK) ? Make.bulk(id, AT_ONCE) : Make.any(id);
        bench.driver().allocate(request.withContext(MUCH));
        whole.add(id);
      } catch (UnavailableException e) {
        return new Written(whole, id, created, e);
      }
    }
    throw new RuleViolation(
        "a write fails with Unavailable while the store's writes fail",
        MOST_WRITES + " subnets with " + each(bench) + " addresses each were written");
  }

  /** Waits until the driver serves, as long as a test may take. */
  private static void served(Bench bench) {
    bench.remark("the store's writes work again");
    while (true) {
      try {
        bench.any("served");
        return;
      } catch (UnavailableException e) {
        if (bench.isGivenUp() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
