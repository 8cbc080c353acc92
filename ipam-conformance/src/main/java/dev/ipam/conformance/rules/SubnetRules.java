package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Rules 2.01 to 2.05, 2.38, 2.39 and 2.41: subnets come, are looked up, listed, and go. */
final class SubnetRules {
  private SubnetRules() {}

  @RuleTest(
      value = "2.01",
      check = {
        "whether every field of the subnet is stored: project, gateway, pools, whether they are"
            + " generated, policy",
        "whether the look-up reads the store, and not something kept in memory since the creation"
      })
  static void aLookUpReturnsWhatCreationReturned(Bench bench) {
    List<SubnetRequest> requests =
        List.of(
            Make.subnet("plain", "10.0.0.0/24"),
            Make.subnet("tenant's", "2001:db8:1::/64").withProject("b\u00fcro"),
            Make.subnet("gateway", "10.0.0.0/24").withGateway(Make.gateway("10.0.0.77")),
            Make.subnet("none", "10.0.0.0/24").withGateway(Make.NO_GATEWAY),
            Make.subnet("pools", "10.0.0.0/24")
                .withPools(Make.pools("10.0.0.10-10.0.0.19", "10.0.0.30-10.0.0.39")),
            Make.subnet("host", "10.0.0.1/32"),
            Make.subnet("all", "::/0"));
    for (SubnetRequest request : requests) {
      Subnet created = bench.driver().createSubnet(request);
      bench.equal("the id returned", request.subnetId(), created.id());
      bench.equal("the project returned", request.project(), created.project());
      bench.equal("the look-up of " + created.id(), created, bench.driver().subnet(created.id()));
    }
    bench.reopen();
    for (SubnetRequest request : requests) {
      Subnet found = bench.driver().subnet(request.subnetId());
      bench.equal("the look-up after reopening", Subnet.of(specific(request)), found);
    }
  }

  private static SpecificSubnetRequest specific(SubnetRequest request) {
    return (SpecificSubnetRequest) request;
  }

  @RuleTest(
      value = "2.02",
      check = {
        "whether the operation looks the subnet up before it answers, also where it would find"
            + " nothing to do",
        "whether a missing row is told apart from an empty result"
      })
  static void anUnknownSubnetIsNeverASuccess(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    IpamDriver driver = bench.driver();
    unknown(bench, "subnet", () -> driver.subnet("x"));
    unknown(bench, "an empty update", () -> driver.updateSubnet(Make.update("x")));
    unknown(
        bench,
        "an update",
        () -> driver.updateSubnet(Make.update("x").withGateway(Make.NO_GATEWAY)));
    unknown(bench, "removal", () -> driver.removeSubnet("x", false));
    unknown(bench, "Any", () -> driver.allocate(Make.any("x")));
    unknown(bench, "Specific", () -> driver.allocate(Make.specific("x", "10.0.0.2")));
    unknown(bench, "Specific outside s", () -> driver.allocate(Make.specific("x", "11.0.0.2")));
    unknown(bench, "Gateway", () -> driver.allocate(Make.gatewayOf("x")));
    unknown(bench, "Automatic", () -> driver.allocate(Make.automatic("x", "02:00:00:00:00:01")));
    unknown(bench, "release", () -> driver.release(ReleaseRequest.of("x", Make.ip("10.0.0.2"))));
    unknown(bench, "find", () -> driver.find("x", Make.ip("10.0.0.2")));
    unknown(bench, "usage", () -> driver.usage("x"));
    unknown(
        bench,
        "allocations",
        () -> {
          try (Stream<Allocation> stream = driver.allocations("x")) {
            return stream.toList();
          }
        });
  }

  private static void unknown(Bench bench, String what, Callable<?> call) {
    IpamException error =
        bench.refusedUnchanged("SubnetNotFound", what + " of subnet x, which is unknown,", call);
    bench.field(error, "subnet_id", "x");
  }

  @RuleTest(
      value = "2.03",
      check = {
        "whether creation inserts, and never updates or replaces (no UPSERT, no put)",
        "whether the id is unique in the whole store, in whatever project or pool"
      })
  static void aTakenIdIsRefused(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.any("s");
    for (SubnetRequest again :
        List.of(
            Make.subnet("s", "10.0.0.0/29"),
            Make.subnet("s", "10.9.0.0/29"),
            Make.subnet("s", "2001:db8::/64").withProject("another"))) {
      IpamException error =
          bench.refusedUnchanged(
              "SubnetAlreadyExists",
              "creating a second subnet s",
              () -> bench.driver().createSubnet(again));
      bench.field(error, "subnet_id", "s");
    }
  }

  @RuleTest(
      value = "2.04",
      check = {
        "whether removal deletes everything that is kept by the subnet's id: allocations, position,"
            + " what was released, usage counters, caches",
        "whether rows carry an id of their own that a new subnet of the same name does not share"
      })
  static void aSubnetCreatedAnewInheritsNothing(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    List<IpAddress> all = bench.drain("s");
    for (IpAddress address : all) {
      bench.release("s", address);
    }
    bench.release("s", bench.any("s"));
    bench.driver().removeSubnet("s", false);
    bench.refused(
        "SubnetNotFound", "looking up a removed subnet", () -> bench.driver().subnet("s"));
    bench.refused("SubnetNotFound", "Any in it", () -> bench.driver().allocate(Make.any("s")));
    Subnet anew = bench.subnet("s", "10.0.0.0/29");
    bench.equal("the new subnet's look-up", anew, bench.driver().subnet("s"));
    bench.equal("the new subnet's allocations", List.of(), bench.held("s"));
    bench.equal("how many are free", "5", bench.driver().usage("s").free().toString());
    if (bench.has(Capability.POLICIES)) {
      bench.equal("what Any hands out first", Make.ip("10.0.0.2"), bench.any("s"));
      bench.release("s", "10.0.0.2");
    }
    bench.equal(
        "all that Any hands out",
        Make.ips("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"),
        sorted(bench.drain("s")));
  }

  @RuleTest(
      value = "2.04",
      check = {
        "whether a new subnet takes over nothing of an old one with another CIDR under the same id"
      })
  static void aSubnetCreatedAnewMayBeAnother(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    Allocation held = bench.allocate(new AddressRequest.Any(), "s");
    bench.release("s", held.address());
    bench.driver().removeSubnet("s", false);
    bench.subnet("s", "2001:db8::/126");
    bench.equal(
        "the look-up of the old address",
        Optional.empty(),
        bench.driver().find("s", held.address()));
    bench.equal(
        "all that Any hands out", Make.ips("2001:db8::2", "2001:db8::3"), sorted(bench.drain("s")));
  }

  @RuleTest(
      value = "2.05",
      check = {
        "whether allocations are kept by subnet id and address, not by address alone",
        "whether an overlap check that pools need is made for subnets without a pool too"
      })
  static void overlappingSubnetsAreIndependent(Bench bench) {
    bench.subnet("a", "10.0.0.0/29");
    bench.subnet("b", "10.0.0.0/29");
    bench.subnet("c", "10.0.0.0/24");
    bench.specific("a", "10.0.0.5");
    bench.specific("b", "10.0.0.5");
    bench.specific("c", "10.0.0.5");
    bench.release("b", "10.0.0.5");
    bench.require(
        bench.driver().find("a", Make.ip("10.0.0.5")).isPresent(),
        "10.0.0.5 of a is held after it was released in b",
        "it is free");
    bench.equal("10.0.0.5 of b", Optional.empty(), bench.driver().find("b", Make.ip("10.0.0.5")));
    bench.equal("what b still has", 5, bench.drain("b").size());
    bench.equal("what a still has", 4, bench.drain("a").size());
    bench.driver().removeSubnet("c", release(bench, "c"));
    bench.equal("the number of allocations in a", 5, bench.held("a").size());
  }

  private static boolean release(Bench bench, String subnet) {
    bench.held(subnet).forEach(each -> bench.release(subnet, each.address()));
    return false;
  }

  @RuleTest(
      value = "2.38",
      check = {
        "whether removal counts the allocations in the same transaction that removes the subnet",
        "whether a cascade (ON DELETE CASCADE) takes them along silently"
      })
  static void aSubnetInUseStays(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.any("s");
    bench.any("s");
    bench.specific("s", "10.0.0.1");
    IpamException error =
        bench.refusedUnchanged(
            "SubnetInUse",
            "removing a subnet with 3 allocations",
            () -> bench.driver().removeSubnet("s", false));
    bench.field(error, "subnet_id", "s");
    bench.field(error, "allocations", 3);
    release(bench, "s");
    bench.equal("what removal returns", 0L, bench.driver().removeSubnet("s", false));
    bench.refused(
        "SubnetNotFound", "looking up a removed subnet", () -> bench.driver().subnet("s"));
  }

  @RuleTest(
      value = "2.39",
      check = {
        "whether removal with force deletes allocations, subnet and all indices (by owner, by"
            + " address, by key) in one transaction",
        "whether it returns how many allocations went"
      })
  static void forceTakesAllocationsAlong(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.subnet("other", "10.0.0.0/28");
    bench.any("s");
    bench.any("s");
    bench.any("other");
    bench.specific("s", "10.0.0.1");
    bench.equal("what removal with force returns", 3L, bench.driver().removeSubnet("s", true));
    bench.refused(
        "SubnetNotFound", "looking up a removed subnet", () -> bench.driver().subnet("s"));
    bench.equal("what is held in the other subnet", 1, bench.held("other").size());
    bench.subnet("s", "10.0.0.0/28");
    bench.equal("what is held in a new subnet of the id", List.of(), bench.held("s"));
    bench.equal(
        "what removal of an unused one returns", 0L, bench.driver().removeSubnet("s", true));
    bench.refused(
        "SubnetNotFound", "removing it again", () -> bench.driver().removeSubnet("s", true));
  }

  @RuleTest(
      value = "2.39",
      check = {
        "whether an allocation can slip in between the deletion of the allocations and that of the"
            + " subnet: both belong in one transaction that conflicts with allocate()"
      })
  static void forceLeavesNoAllocationBehindInARace(Bench bench) {
    for (int round = 0; round < 8; round++) {
      String id = "s" + round;
      bench.subnet(id, "10.0.0.0/26");
      bench.any(id);
      List<Outcome<Object>> outcomes =
          bench.atOnce(
              () -> bench.driver().removeSubnet(id, true),
              () -> bench.driver().allocate(Make.any(id)),
              () -> bench.driver().allocate(Make.any(id)));
      long removed = (Long) outcomes.get(0).value();
      long allocated = outcomes.stream().skip(1).filter(Outcome::succeeded).count();
      bench.equal("how many allocations went with the subnet", 1 + allocated, removed);
      bench.subnet(id, "10.0.0.0/26");
      bench.equal("what a new subnet of the id holds", List.of(), bench.held(id));
    }
  }

  @RuleTest(
      value = "2.41",
      check = {
        "whether the listing comes from one snapshot (one statement, or one read transaction)",
        "whether paging goes on from the last id, and not by offset"
      })
  static void listingShowsOneMoment(Bench bench) {
    for (int i = 0; i < 40; i++) {
      bench.subnet("s%02d".formatted(i), "10.0.0.0/29");
    }
    List<String> before = ids(bench.driver());
    bench.equal("the number of subnets listed", 40, before.size());
    bench.equal("the ids listed", before.stream().sorted().distinct().toList(), before);
    try (Stream<Subnet> subnets = bench.driver().subnets()) {
      bench.remark("the stream stays open");
      bench.driver().removeSubnet("s39", false);
      bench.subnet("s05a", "10.0.0.0/29");
      bench.driver().updateSubnet(Make.update("s20").withGateway(Make.NO_GATEWAY));
      List<Subnet> seen = subnets.toList();
      bench.equal(
          "the listing opened before, read after other subnets came and went",
          before,
          seen.stream().map(Subnet::id).toList());
      bench.equal("the gateway of s20 in it", Make.ip("10.0.0.1"), seen.get(20).gateway());
    }
    List<String> after = ids(bench.driver());
    bench.require(
        after.contains("s05a") && !after.contains("s39"),
        "a listing opened after shows s05a and not s39",
        "it shows " + after);
  }

  private static List<String> ids(IpamDriver driver) {
    try (Stream<Subnet> subnets = driver.subnets()) {
      return subnets.map(Subnet::id).toList();
    }
  }

  private static List<IpAddress> sorted(List<IpAddress> all) {
    return all.stream().sorted().toList();
  }
}
