package dev.ipam.conformance.rules;

import dev.ipam.request.Allocation;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rules 3.72 to 3.74: whose time it is, and that it never goes back. */
final class ClockRules {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private ClockRules() {}

  @RuleTest(
      value = "3.72",
      check = {
        "whether the latest time of a subnet is stored, and a clock that is behind it is overruled",
        "whether that time is read when the store is opened"
      })
  static void timeNeverGoesBack(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Instant first = bench.take(Make.any("s")).allocatedAt();
    bench.advance(-DAY);
    Instant second = bench.take(Make.any("s")).allocatedAt();
    bench.reopen();
    Instant third = bench.take(Make.any("s")).allocatedAt();
    List<Instant> times = List.of(first, second, third);
    bench.equal(
        "the times of allocation, none before the last", times.stream().sorted().toList(), times);
    if (!bench.has(Capability.REST)) {
      return;
    }
    bench.needsOwnTime();
    bench.driver().createSubnet(Make.subnet("r", "10.0.0.0/30").withRest(Duration.ofSeconds(1)));
    bench.any("r");
    bench.release("r", "10.0.0.2");
    bench.advance(-DAY);
    bench.refused(
        "NoAddressAvailable",
        "Any while the one address rests",
        () -> bench.driver().allocate(Make.any("r")));
    // A driver may keep time by store or by subnet: past both.
    bench.advance(2 * DAY + 1_000);
    bench.equal("what Any takes when the rest is over", Make.ip("10.0.0.2"), bench.any("r"));
  }

  @RuleTest(
      value = "3.73",
      check = {
        "whether anything reads System.currentTimeMillis(), Instant.now() or the database's time"
      })
  static void timeIsTheClocks(Bench bench) {
    if (bench.has(Capability.SHARED)) {
      throw new DoesNotBind("SHARED: a shared store takes its time from the store (3.74)");
    }
    bench.subnet("s", "10.0.0.0/28");
    for (long by : new long[] {0, 1, 999, DAY, 3_650 * DAY}) {
      bench.advance(by);
      Allocation got = bench.take(Make.any("s"));
      bench.equal("allocated-at by the clock", bench.clock().instant(), got.allocatedAt());
    }
  }

  @RuleTest(
      value = "3.74",
      check = {"whether the time is asked of the store, not of the process"})
  static void timeIsTheStores(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation first = bench.take(Make.any("s"));
    bench.advance(3_650 * DAY);
    Allocation second = bench.take(Make.any("s"));
    Duration between = Duration.between(first.allocatedAt(), second.allocatedAt());
    bench.require(
        between.compareTo(Duration.ofDays(1)) < 0 && !between.isNegative(),
        "the client's clock, moved by ten years, does not move the store's time",
        "between two allocations passed " + between);
  }
}
