package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rules 3.11, 3.12 and 3.14: the lowest free address, and a random one. */
final class PolicyRules {
  /** With 5 degrees of freedom, an even choice exceeds this once in ten million runs. */
  private static final double LARGEST_CHI_SQUARE = 42;

  private static final int DRAWS = 240;

  private PolicyRules() {}

  @RuleTest(
      value = "3.11",
      check = {
        "whether the search begins at the lowest pool each time",
        "whether a released address is found again at once",
        "whether addresses are compared as unsigned numbers, in the upper half of IPv6 too"
      })
  static void lowestTakesTheLowest(Bench bench) {
    bench
        .driver()
        .createSubnet(
            Make.subnet("s", "10.0.0.0/24")
                .withPolicy(AllocationPolicy.LOWEST)
                .withPools(Make.pools("10.0.0.130-10.0.0.131", "10.0.0.9-10.0.0.11")));
    bench.specific("s", "10.0.0.10");
    takes(bench, "s", "10.0.0.9", "10.0.0.11", "10.0.0.130");
    bench.release("s", "10.0.0.10");
    bench.release("s", "10.0.0.9");
    takes(bench, "s", "10.0.0.9", "10.0.0.10", "10.0.0.131");
    bench
        .driver()
        .createSubnet(
            Make.subnet("six", "2001:db8::/64")
                .withPolicy(AllocationPolicy.LOWEST)
                .withPools(
                    Make.pools(
                        "2001:db8::8000:0:0:1-2001:db8::8000:0:0:2",
                        "2001:db8::7fff:0:0:1-2001:db8::7fff:0:0:1")));
    takes(bench, "six", "2001:db8::7fff:0:0:1", "2001:db8::8000:0:0:1");
  }

  @RuleTest(
      value = "3.11",
      check = {"whether the policy is stored with the subnet, and read when the store is opened"})
  static void lowestHoldsAfterAnUpdateAndReopening(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/28").withPolicy(AllocationPolicy.LOWEST));
    takes(bench, "s", "10.0.0.2", "10.0.0.3", "10.0.0.4");
    bench.release("s", "10.0.0.3");
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.14")));
    bench.reopen();
    bench.equal(
        "the policy looked up", AllocationPolicy.LOWEST, bench.driver().subnet("s").policy());
    takes(bench, "s", "10.0.0.1", "10.0.0.3", "10.0.0.5");
  }

  @RuleTest(
      value = "3.12",
      check = {
        "whether a pool is chosen first and then an address in it: small pools get too much",
        "whether an address is drawn and the next free one taken: addresses after a gap of taken"
            + " ones get too much",
        "whether the number of free addresses bounds the draw, not the size of the pools"
      })
  static void randomIsEven(Bench bench) {
    bench
        .driver()
        .createSubnet(
            Make.subnet("s", "10.0.0.0/24")
                .withPolicy(AllocationPolicy.RANDOM)
                .withPools(Make.pools("10.0.0.10-10.0.0.10", "10.0.0.20-10.0.0.36")));
    // Free: one alone in its pool, one before and four behind a gap of twelve that are taken.
    for (int i = 21; i <= 32; i++) {
      bench.specific("s", "10.0.0." + i);
    }
    List<IpAddress> free =
        Make.ips("10.0.0.10", "10.0.0.20", "10.0.0.33", "10.0.0.34", "10.0.0.35", "10.0.0.36");
    Map<IpAddress, Integer> counts = new TreeMap<>();
    free.forEach(address -> counts.put(address, 0));
    for (int i = 0; i < DRAWS; i++) {
      IpAddress address = bench.any("s");
      bench.require(free.contains(address), "Any takes one of " + free, "" + address);
      counts.merge(address, 1, Integer::sum);
      bench.release("s", address);
    }
    double even = (double) DRAWS / free.size();
    double chiSquare =
        counts.values().stream().mapToDouble(n -> (n - even) * (n - even) / even).sum();
    bench.require(
        chiSquare < LARGEST_CHI_SQUARE,
        "each of 6 free addresses is drawn about "
            + (int) even
            + " times in "
            + DRAWS
            + " (chi-square below "
            + LARGEST_CHI_SQUARE
            + ")",
        counts + ", chi-square " + Math.round(chiSquare));
  }

  @RuleTest(
      value = "3.12",
      check = {"whether every free address can be drawn, the first and last of a pool too"})
  static void randomReachesEveryAddress(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/28").withPolicy(AllocationPolicy.RANDOM));
    List<IpAddress> order = bench.drain("s");
    List<IpAddress> sorted = new ArrayList<>(order).stream().sorted().toList();
    bench.equal("the number of addresses that Any hands out", 13, order.size());
    bench.equal("the lowest of them", Make.ip("10.0.0.2"), sorted.get(0));
    bench.equal("the highest of them", Make.ip("10.0.0.14"), sorted.get(12));
    bench.require(!order.equals(sorted), "13 random addresses are in no order", "" + order);
  }

  @RuleTest(
      value = "3.14",
      check = {
        "whether PreferNext searches from the lowest address, also below the position",
        "whether it leaves the position as it is",
        "whether addresses that wait for the next pass are free to it"
      })
  static void preferNextTakesTheLowest(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    takes(bench, "s", "10.0.0.2", "10.0.0.3", "10.0.0.4");
    bench.release("s", "10.0.0.3");
    bench.equal("what PreferNext takes", Make.ip("10.0.0.3"), next(bench));
    bench.specific("s", "10.0.0.1");
    bench.equal("what PreferNext takes then", Make.ip("10.0.0.5"), next(bench));
    if (bench.has(Capability.POLICIES)) {
      takes(bench, "s", "10.0.0.6");
      bench
          .driver()
          .createSubnet(Make.subnet("r", "10.0.0.0/24").withPolicy(AllocationPolicy.RANDOM));
      for (String address : List.of("10.0.0.2", "10.0.0.3", "10.0.0.4")) {
        bench.equal(
            "what PreferNext takes under RANDOM",
            Make.ip(address),
            bench.take(Make.preferNext("r")).address());
      }
    }
  }

  @RuleTest(
      value = "3.14",
      check = {"whether PreferNext is an error where Any is one"})
  static void preferNextTakesFromThePoolsOnly(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/28").withPools(Make.pools("10.0.0.9-10.0.0.10")));
    bench.equal("what PreferNext takes", Make.ip("10.0.0.9"), next(bench));
    bench.equal("what PreferNext takes then", Make.ip("10.0.0.10"), next(bench));
    bench.refusedUnchanged(
        "NoAddressAvailable",
        "PreferNext where nothing is free",
        () -> bench.driver().allocate(Make.preferNext("s")));
  }

  private static IpAddress next(Bench bench) {
    return bench.take(Make.preferNext("s")).address();
  }

  private static void takes(Bench bench, String subnet, String... expected) {
    for (String address : expected) {
      IpAddress taken = bench.any(subnet);
      if (bench.has(Capability.POLICIES)) {
        bench.equal("what Any takes in " + subnet, Make.ip(address), taken);
      } else if (!taken.equals(Make.ip(address))) {
        // Which one it takes is its own affair; the tests here want these.
        bench.release(subnet, taken);
        bench.specific(subnet, address);
      }
    }
  }
}
