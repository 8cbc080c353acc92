package dev.ipam.conformance.rules;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Rules 4.02 to 4.13: several candidate subnets in one call, or none. */
final class GroupRules {
  private GroupRules() {}

  private static final int MOVES = 60;
  private static final int FULL = 14;
  private static final String WALK =
      "whether the walk over the candidates goes on after the right errors only:"
          + " NoAddressAvailable, and AddressOutsideSubnet for Specific";

  @RuleTest(
      value = "4.02",
      check = {
        "whether all candidates are tried in one transaction or under one lock, and not one after the"
            + " other in calls of their own",
        "whether a candidate that was full is looked at again before the whole list is given up"
      })
  static void aListOfWhichOneAlwaysHasAFreeAddressIsAlwaysServed(Bench bench) {
    bench.subnet("a", "10.0.0.1/32");
    bench.subnet("b", "10.0.0.2/32");
    bench.specific("a", "10.0.0.1");
    String[] candidates = betweenManyFullOnes(bench);
    Turns turns = new Turns();
    // The mover holds one address of the two at most, so that there is a free one at every moment.
    bench
        .atOnce(
            () -> move(bench, turns),
            () -> {
              try {
                while (turns.goOn()) {
                  takeAndGiveBack(bench, candidates);
                  turns.countIfMoved();
                }
                return "asked";
              } finally {
                turns.over.set(true);
              }
            })
        .forEach(Outcome::value);
  }

  /** They are over when the address has moved between one request and the next often enough. */
  private static final class Turns {
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private int last;
    private int counted;

    private boolean goOn() {
      return !over.get();
    }

    /** Only the one who asks calls it. */
    private void countIfMoved() {
      int now = moved.get();
      if (now != last && ++counted >= MOVES) {
        over.set(true);
      }
      last = now;
    }
  }

  /** A walk from a to b in steps of its own takes so long that the free address moves meanwhile. */
  private static String[] betweenManyFullOnes(Bench bench) {
    List<String> candidates = new ArrayList<>(List.of("a"));
    for (int i = 0; i < FULL; i++) {
      String full = "full" + i;
      bench.subnet(full, "10.0.0.3/32");
      bench.any(full);
      candidates.add(full);
    }
    candidates.add("b");
    return candidates.toArray(String[]::new);
  }

  private static String move(Bench bench, Turns turns) {
    try {
      for (boolean first = true; turns.goOn(); first = !first) {
        bench.release(first ? "a" : "b", first ? "10.0.0.1" : "10.0.0.2");
        while (turns.goOn() && !taken(bench, !first)) {
          Thread.onSpinWait();
        }
        turns.moved.incrementAndGet();
      }
      return "moved";
    } finally {
      turns.over.set(true);
    }
  }

  private static boolean taken(Bench bench, boolean first) {
    try {
      bench.specific(first ? "a" : "b", first ? "10.0.0.1" : "10.0.0.2");
      return true;
    } catch (AddressAlreadyAllocatedException e) {
      return false;
    }
  }

  private static void takeAndGiveBack(Bench bench, String... candidates) {
    try {
      var taken = bench.driver().allocate(Make.any(candidates)).get(0);
      bench.release(taken.subnetId(), taken.address());
    } catch (NoAddressAvailableException e) {
      throw new RuleViolation(
          "Any from a, b and full ones is served: an address of a is released before the one of b is taken, and"
              + " the other way round, so that one is free at every moment",
          Words.of(e));
    }
  }

  @RuleTest(
      value = "4.04",
      check = {
        "whether a candidate of a list goes through the same code as a subnet that is asked alone",
        "whether its pass, its policy and its resting addresses are those of the subnet"
      })
  static void eachCandidateServesAsIfItWereAskedAlone(Bench bench) {
    bench.subnet("other", "192.0.2.0/29");
    if (bench.has(Capability.POLICIES)) {
      bench
          .driver()
          .createSubnet(Make.subnet("lowest", "10.0.0.0/29").withPolicy(AllocationPolicy.LOWEST));
      bench.subnet("sequence", "10.0.1.0/29");
      bench.release("lowest", bench.any("lowest"));
      bench.release("sequence", bench.any("sequence"));
      served(bench, "lowest", "10.0.0.2", "lowest", "other");
      served(bench, "sequence", "10.0.1.3", "sequence", "other");
      bench.subnet("full", "10.0.9.1/32");
      bench.any("full");
      bench.release("sequence", "10.0.1.3");
      served(bench, "sequence", "10.0.1.4", "full", "sequence");
    }
    if (bench.has(Capability.REST) && !bench.has(Capability.SHARED)) {
      bench
          .driver()
          .createSubnet(Make.subnet("rests", "10.0.2.1/32").withRest(Duration.ofMinutes(1)));
      bench.release("rests", bench.any("rests"));
      bench.equal(
          "the subnet that serves while the one address of the first candidate rests",
          "other",
          bench.allocate(new AddressRequest.Any(), "rests", "other").subnetId());
      bench.advance(60_000);
      served(bench, "rests", "10.0.2.1", "rests", "other");
    }
    bench.equal(
        "the subnet that serves when both can",
        "other",
        bench.allocate(new AddressRequest.Any(), "other").subnetId());
  }

  @RuleTest(value = "4.05", check = WALK)
  static void aFullCandidateIsPassedOver(Bench bench) {
    bench.subnet("full", "10.0.0.1/32");
    bench.subnet("next", "10.0.0.2/32");
    bench.subnet("last", "10.0.0.3/32");
    bench.any("full");
    served(bench, "next", "10.0.0.2", "full", "next", "last");
    served(bench, "last", "10.0.0.3", "full", "next", "last");
  }

  @RuleTest(value = "4.06", check = WALK)
  static void aCandidateThatDoesNotContainTheAddressIsPassedOver(Bench bench) {
    bench.subnet("v4", "10.0.0.0/24");
    bench.subnet("other", "10.0.1.0/24");
    bench.subnet("v6", "2001:db8::/64");
    var answer =
        bench.allocate(new AddressRequest.Specific(Make.ip("2001:db8::9")), "v4", "other", "v6");
    bench.equal("the subnet of 2001:db8::9", "v6", answer.subnetId());
    answer = bench.allocate(new AddressRequest.Specific(Make.ip("10.0.1.9")), "v4", "other");
    bench.equal("the subnet of 10.0.1.9", "other", answer.subnetId());
  }

  @RuleTest(value = "4.07", check = WALK)
  static void anyOtherErrorEndsTheSearch(Bench bench) {
    bench.subnet("small", "10.0.0.0/24");
    bench.subnet("large", "10.0.0.0/16");
    bench.specific("small", "10.0.0.9");
    ends(bench, "AddressNotUsable", new AddressRequest.Specific(Make.ip("10.0.0.255")));
    ends(bench, "AddressAlreadyAllocated", new AddressRequest.Specific(Make.ip("10.0.0.9")));
    bench.subnet("v6", "2001:db8::/64");
    bench.refusedUnchanged(
        "AddressCalculationFailed",
        "Automatic from small (IPv4) and v6, which could serve it",
        () ->
            bench
                .driver()
                .allocate(
                    AllocationRequest.of(
                        new AddressRequest.Automatic(MacAddress.parse("00:16:3e:11:22:33")),
                        "small",
                        "v6")));
    bench.driver().createSubnet(Make.subnet("none", "10.9.0.0/24").withGateway(Make.NO_GATEWAY));
    bench.refusedUnchanged(
        "InvalidAddressRequest",
        "Gateway from none, which has none, and large, which has one",
        () ->
            bench
                .driver()
                .allocate(AllocationRequest.of(new AddressRequest.Gateway(), "none", "large")));
  }

  private static void ends(Bench bench, String code, AddressRequest.Specific request) {
    IpamException error =
        bench.refusedUnchanged(
            code,
            request.address() + " from small (10.0.0.0/24) and large (10.0.0.0/16)",
            () -> bench.driver().allocate(AllocationRequest.of(request, "small", "large")));
    bench.field(error, "subnet_id", "small");
  }

  @RuleTest(
      value = "4.08",
      check = {"whether the error is made of the whole list and not of the last candidate", WALK})
  static void theErrorNamesAllCandidatesInOrder(Bench bench) {
    bench.subnet("z", "10.0.0.1/32");
    bench.subnet("a", "10.0.0.2/32");
    bench.any("z");
    bench.any("a");
    IpamException full =
        bench.refusedUnchanged(
            "NoAddressAvailable",
            "Any from z and a, which are full",
            () -> bench.driver().allocate(Make.any("z", "a")));
    bench.field(full, "subnet_ids", List.of("z", "a"));
    IpamException outside =
        bench.refusedUnchanged(
            "AddressOutsideSubnet",
            "192.0.2.1 from z and a, which are full and do not contain it",
            () ->
                bench
                    .driver()
                    .allocate(
                        AllocationRequest.of(
                            new AddressRequest.Specific(Make.ip("192.0.2.1")), "z", "a")));
    bench.field(outside, "subnet_ids", List.of("z", "a"));
    bench.field(outside, "address", "192.0.2.1");
  }

  @RuleTest(
      value = "4.09",
      check = {
        "whether the driver takes the first of the candidates without looking whether there is one",
        "whether it could call AllocationRequest.onlySubnetId(), which refuses an empty list, and"
            + " several candidates for a driver without GROUPS"
      })
  static void anEmptyListHasNoAddress(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    List<AddressRequest> wanted =
        new ArrayList<>(
            List.of(
                new AddressRequest.Any(),
                new AddressRequest.Specific(Make.ip("10.0.0.5")),
                new AddressRequest.Automatic(MacAddress.parse("02:00:00:00:00:01")),
                new AddressRequest.Gateway()));
    if (bench.has(Capability.PREFER_NEXT)) {
      wanted.add(new AddressRequest.PreferNext());
    }
    if (bench.has(Capability.BULK)) {
      wanted.add(new AddressRequest.Bulk(2));
    }
    for (AddressRequest address : wanted) {
      IpamException error =
          bench.refusedUnchanged(
              "NoAddressAvailable",
              "a request of " + address.kind() + " that names no subnet",
              () -> bench.driver().allocate(AllocationRequest.of(address)));
      bench.equal(
          "the outcome of " + error.code(), dev.ipam.error.Outcome.NOT_APPLIED, error.outcome());
      bench.field(error, "requested", address.count());
    }
  }

  @RuleTest(
      value = "4.10",
      check = "whether all ids of the list are looked up before the first candidate is asked")
  static void anUnknownSubnetAnywhereIsRefusedFirst(Bench bench) {
    bench.subnet("a", "10.0.0.0/29");
    bench.subnet("b", "10.0.1.0/29");
    for (List<String> ids :
        List.of(List.of("none", "a"), List.of("a", "none"), List.of("a", "none", "b"))) {
      IpamException error =
          bench.refusedUnchanged(
              "SubnetNotFound",
              "Any from " + ids,
              () -> bench.driver().allocate(Make.any(ids.toArray(String[]::new))));
      bench.field(error, "subnet_id", "none");
    }
  }

  @RuleTest(
      value = "4.11",
      check =
          "whether a list with the same id twice asks the subnet twice, or fails on a constraint")
  static void aSubnetNamedTwiceIsHarmless(Bench bench) {
    bench.subnet("a", "10.0.0.1/32");
    bench.subnet("b", "10.0.0.2/32");
    served(bench, "a", "10.0.0.1", "a", "a", "b", "a");
    served(bench, "b", "10.0.0.2", "a", "a", "b", "b");
    bench.refusedUnchanged(
        "NoAddressAvailable",
        "Any from a, a and b, which are full",
        () -> bench.driver().allocate(Make.any("a", "a", "b")));
  }

  @RuleTest(
      value = "4.12",
      check = "whether a bulk is filled up from the next candidate; it must be served by one")
  static void aBulkComesFromOneCandidate(Bench bench) {
    bench.subnet("few", "10.0.0.0/30");
    bench.subnet("many", "10.0.1.0/28");
    var answer =
        bench.driver().allocate(AllocationRequest.of(new AddressRequest.Bulk(5), "few", "many"));
    bench.equal("the number of addresses of a Bulk of 5", 5, answer.size());
    Set<IpAddress> distinct = new HashSet<>();
    for (var each : answer) {
      bench.equal("the subnet of an address of the bulk", "many", each.subnetId());
      distinct.add(each.address());
    }
    bench.equal("the number of distinct addresses", 5, distinct.size());
    bench.equal("the number of allocations in few", 0, bench.held("few").size());
  }

  @RuleTest(
      value = "4.13",
      check = {
        "whether a request that a candidate cannot serve moves its position, or ends its pass",
        "whether what was taken for a bulk that did not fit is given back"
      })
  static void aCandidateThatCouldNotServeIsLeftAsItWas(Bench bench) {
    bench.subnet("tried", "10.0.0.0/29");
    bench.subnet("next", "10.0.1.0/28");
    IpAddress first = bench.any("tried");
    bench.release("tried", first);
    var usage = bench.driver().usage("tried");
    if (bench.has(Capability.BULK)) {
      bench.driver().allocate(AllocationRequest.of(new AddressRequest.Bulk(6), "tried", "next"));
      bench.equal("the number of allocations in tried", 0, bench.held("tried").size());
    } else {
      bench.allocate(new AddressRequest.Specific(Make.ip("10.0.1.9")), "tried", "next");
    }
    bench.equal(
        "the usage of tried after it could not serve", usage, bench.driver().usage("tried"));
    if (bench.has(Capability.POLICIES)) {
      bench.equal(
          "the next address of tried, whose pass stands behind " + first,
          Make.ip("10.0.0.3"),
          bench.any("tried"));
    }
  }

  private static void served(Bench bench, String subnet, String address, String... candidates) {
    var answer = bench.allocate(new AddressRequest.Any(), candidates);
    bench.equal(
        "the subnet that serves Any from " + List.of(candidates), subnet, answer.subnetId());
    bench.equal("its address", Make.ip(address), answer.address());
  }
}
