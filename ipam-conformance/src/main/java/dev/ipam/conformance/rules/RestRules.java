package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Rules 3.32 and 3.68 to 3.70: released addresses rest. */
final class RestRules {
  private static final long REST = 10_000;
  private static final String STORED =
      "whether the moment of each release is stored with its address, and read after reopening";

  private RestRules() {}

  private static void resting(Bench bench, String cidr) {
    bench.needsOwnTime();
    bench.driver().createSubnet(Make.subnet("s", cidr).withRest(Duration.ofMillis(REST)));
  }

  @RuleTest(
      value = "3.32",
      check = {STORED, "whether the earliest of several ends of rest is found"})
  static void exhaustionTellsWhenARestEnds(Bench bench) {
    resting(bench, "10.0.0.0/29");
    List<IpAddress> all = bench.drain("s");
    bench.advance(1_000);
    Instant first = bench.clock().instant();
    bench.release("s", all.get(3));
    bench.advance(2_000);
    bench.release("s", all.get(1));
    IpamException error =
        bench.refusedUnchanged(
            "NoAddressAvailable",
            "Any where 2 addresses rest",
            () -> bench.driver().allocate(Make.any("s")));
    bench.field(error, "free", 0);
    bench.field(error, "resting", 2);
    bench.field(error, "earliest", first.plusMillis(REST));
    Usage usage = bench.driver().usage("s");
    bench.equal("resting of the usage", "2", usage.resting().toString());
    bench.equal("the end of the first rest", first.plusMillis(REST), usage.nextRested());
  }

  @RuleTest(
      value = "3.68",
      check = {
        STORED,
        "whether an address is free at release + duration exactly, not later and not before"
      })
  static void aReleasedAddressRests(Bench bench) {
    resting(bench, "10.0.0.0/29");
    List<IpAddress> all = bench.drain("s");
    bench.release("s", all.get(2));
    bench.advance(REST / 2);
    bench.reopen();
    bench.advance(REST / 2 - 1);
    exhausted(bench, "Any", () -> bench.driver().allocate(Make.any("s")));
    if (bench.has(Capability.PREFER_NEXT)) {
      exhausted(bench, "PreferNext", () -> bench.driver().allocate(Make.preferNext("s")));
    }
    if (bench.has(Capability.BULK)) {
      exhausted(bench, "Bulk", () -> bench.driver().allocate(Make.bulk("s", 1)));
    }
    bench.advance(1);
    bench.equal("what Any takes when the rest is over", all.get(2), bench.any("s"));
  }

  @RuleTest(
      value = "3.68",
      check = {"whether an address outside the pools rests too, for pools that grow over it"})
  static void whatIsReleasedOutsideThePoolsRestsToo(Bench bench) {
    resting(bench, "10.0.0.0/29");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.2-10.0.0.2")));
    bench.any("s");
    bench.specific("s", "10.0.0.5");
    bench.release("s", "10.0.0.5");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.2-10.0.0.5")));
    bench.specific("s", "10.0.0.3");
    bench.specific("s", "10.0.0.4");
    exhausted(bench, "Any", () -> bench.driver().allocate(Make.any("s")));
    bench.advance(REST);
    bench.equal("what Any takes when the rest is over", Make.ip("10.0.0.5"), bench.any("s"));
  }

  private static void exhausted(Bench bench, String what, Callable<?> call) {
    bench.refused("NoAddressAvailable", what + " while the one free address rests", call);
  }

  @RuleTest(
      value = "3.69",
      check = {
        "whether Specific, Automatic and Gateway look at what rests; they need not",
        "whether the rest's record is deleted when the address is taken"
      })
  static void whoAsksByNameNeedNotWait(Bench bench) {
    resting(bench, "10.0.0.0/29");
    bench.specific("s", "10.0.0.5");
    bench.driver().allocate(Make.gatewayOf("s"));
    bench.release("s", "10.0.0.5");
    bench.release("s", "10.0.0.1");
    bench.equal("resting", "1", bench.driver().usage("s").resting().toString());
    bench.specific("s", "10.0.0.5");
    bench.driver().allocate(Make.gatewayOf("s"));
    bench.equal("resting after it was taken", "0", bench.driver().usage("s").resting().toString());
    bench
        .driver()
        .createSubnet(Make.subnet("six", "2001:db8::/64").withRest(Duration.ofMillis(REST)));
    var held = bench.take(Make.automatic("six", "00:16:3e:33:44:55"));
    bench.release("six", held.address());
    bench.take(Make.automatic("six", "00:16:3e:33:44:55"));
    bench.advance(REST - 1);
    bench.release("s", "10.0.0.5");
    bench.advance(2);
    bench.equal(
        "resting since the second release, when the first rest would be over",
        "1",
        bench.driver().usage("s").resting().toString());
  }

  @RuleTest(
      value = "3.70",
      check = {
        "whether an address that rests is spent for the present pass, whenever its rest ends",
        "whether that holds for one that rested when the pass began: it is not above the position"
            + " by having been released before"
      })
  static void anAddressWhoseRestEndsJoinsTheNextPass(Bench bench) {
    resting(bench, "10.0.0.0/29");
    bench.drain("s");
    bench.release("s", "10.0.0.2");
    bench.release("s", "10.0.0.6");
    bench.advance(REST - 1_000);
    bench.release("s", "10.0.0.5");
    bench.advance(1_000);
    bench.remark("10.0.0.2 and 10.0.0.6 are free, 10.0.0.5 rests");
    bench.equal("what Any takes, which begins a pass", Make.ip("10.0.0.2"), bench.any("s"));
    bench.advance(REST);
    bench.remark("10.0.0.5 rests no more");
    bench.equal("what Any takes in that pass", Make.ip("10.0.0.6"), bench.any("s"));
    bench.equal("what Any takes in the next", Make.ip("10.0.0.5"), bench.any("s"));
  }
}
