package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;

/** Rules 3.65 to 3.67: how full a subnet is, exactly. */
final class UsageRules {
  private UsageRules() {}

  @RuleTest(
      value = "3.65",
      check = {
        "whether counters are changed in the transaction of the allocation or release",
        "whether sizes above 2^63 are counted with BigInteger"
      })
  static void usageIsExact(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    usage(bench, "s", "13", "0", "13", "0");
    bench.specific("s", "10.0.0.9");
    IpAddress first = bench.any("s");
    bench.any("s");
    usage(bench, "s", "13", "3", "10", "0");
    bench.release("s", first);
    usage(bench, "s", "13", "2", "11", "0");
    bench.drain("s");
    usage(bench, "s", "13", "13", "0", "0");
    bench.reopen();
    if (bench.has(Capability.DURABLE)) {
      usage(bench, "s", "13", "13", "0", "0");
    }
    bench.subnet("vast", "2001:db8::/64");
    bench.any("vast");
    usage(bench, "vast", "18446744073709551614", "1", "18446744073709551613", "0");
    bench.subnet("all", "::/0");
    usage(
        bench,
        "all",
        "340282366920938463463374607431768211454",
        "0",
        "340282366920938463463374607431768211454",
        "0");
    bench.driver().updateSubnet(Make.update("vast").withPools(Make.pools()));
    usage(bench, "vast", "0", "0", "0", "1");
  }

  @RuleTest(
      value = "3.66",
      check = {
        "whether an update of the pools moves allocations between the two counts",
        "whether the gateway's allocation is counted apart"
      })
  static void allocationsOutsideThePoolsAreCountedApart(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/24").withPools(Make.pools("10.0.0.10-10.0.0.19")));
    bench.driver().allocate(Make.gatewayOf("s"));
    bench.specific("s", "10.0.0.15");
    bench.specific("s", "10.0.0.30");
    usage(bench, "s", "10", "1", "9", "2");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.25-10.0.0.34")));
    usage(bench, "s", "10", "1", "9", "2");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.10-10.0.0.49")));
    usage(bench, "s", "40", "2", "38", "1");
    bench.release("s", "10.0.0.1");
    usage(bench, "s", "40", "2", "38", "0");
  }

  @RuleTest(
      value = "3.67",
      check = {"whether usage subtracts what a pass has behind it; it is free all the same"})
  static void whatWaitsForTheNextPassIsFree(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.specific("s", "10.0.0.6");
    IpAddress first = bench.any("s");
    bench.any("s");
    bench.release("s", first);
    bench.release("s", "10.0.0.6");
    usage(bench, "s", "5", "1", "4", "0");
  }

  private static void usage(
      Bench bench, String subnet, String capacity, String allocated, String free, String outside) {
    Usage usage = bench.driver().usage(subnet);
    bench.equal("capacity of " + subnet, capacity, usage.capacity().toString());
    bench.equal("allocated of " + subnet, allocated, usage.allocated().toString());
    bench.equal("free of " + subnet, free, usage.free().toString());
    bench.equal("outside the pools of " + subnet, outside, usage.outsidePools().toString());
    bench.equal("resting of " + subnet, "0", usage.resting().toString());
  }
}
