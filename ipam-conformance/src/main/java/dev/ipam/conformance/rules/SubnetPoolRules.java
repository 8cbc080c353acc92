package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rules 5.01 to 5.03, 5.24 to 5.30 and 5.37: the life of a subnet pool. */
final class SubnetPoolRules {
  private SubnetPoolRules() {}

  private static final SubnetPoolRequest FULL =
      PoolMake.pool("p", "10.1.0.0/16", "10.0.0.0/16", "192.0.2.0/24")
          .withProject("net")
          .withPrefixLengths(20, 28, 24)
          .withQuota(PoolMake.units(1024))
          .withShared(true);

  @RuleTest(
      value = "5.01",
      check = "whether every field of the pool has a column; SubnetPool.of(request) makes the pool")
  static void aPoolIsReturnedAsItWasCreated(Bench bench) {
    SubnetPool created = PoolMake.created(bench, FULL);
    SubnetPool plain = PoolMake.created(bench, PoolMake.pool("v6", "2001:db8::/32"));
    bench.equal("what creation returned", SubnetPool.of(FULL), created);
    bench.equal("the pool when looked up", created, PoolMake.pools(bench).pool("p"));
    bench.equal("the pool without settings", plain, PoolMake.pools(bench).pool("v6"));
    bench.reopen();
    bench.equal("the pool after reopening", created, PoolMake.pools(bench).pool("p"));
    bench.equal("v6 after reopening", plain, PoolMake.pools(bench).pool("v6"));
  }

  @RuleTest(
      value = "5.02",
      check = {
        "whether creating is an insert that fails on the id, and never an upsert",
        "whether the error is made with the definition of the pool that is there"
      })
  static void anIdThatExistsIsRefusedWithItsDefinition(Bench bench) {
    SubnetPool created = PoolMake.created(bench, FULL);
    IpamException error =
        bench.refusedUnchanged(
            "SubnetPoolAlreadyExists",
            "creating another pool under the id p",
            () -> PoolMake.created(bench, PoolMake.pool("p", "172.16.0.0/16")));
    bench.field(error, "pool_id", "p");
    created.definition().forEach((name, value) -> bench.field(error, name, value));
    bench.refusedUnchanged(
        "SubnetPoolAlreadyExists",
        "creating the same pool again",
        () -> PoolMake.created(bench, FULL));
  }

  @RuleTest(
      value = "5.03",
      check = "whether a look-up that finds no row is told from one that fails")
  static void anUnknownPoolIsNotFound(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16"));
    Map<String, Runnable> asked =
        Map.of(
            "looking it up", () -> PoolMake.pools(bench).pool("none"),
            "its usage", () -> PoolMake.usage(bench, "none"),
            "an update that names nothing",
                () -> PoolMake.pools(bench).updatePool(PoolMake.change("none")),
            "removing it", () -> PoolMake.pools(bench).removePool("none"),
            "any block of it", () -> bench.driver().createSubnet(PoolMake.block("s", "none", 24)),
            "a given block of it",
                () -> bench.driver().createSubnet(PoolMake.block("s", "none", "10.0.0.0/24")));
    asked.forEach(
        (what, call) -> {
          IpamException error = bench.refused("SubnetPoolNotFound", what, call);
          bench.field(error, "pool_id", "none");
        });
    bench.refused("SubnetNotFound", "looking up the subnet", () -> bench.driver().subnet("s"));
  }

  @RuleTest(
      value = "5.24",
      check = {
        "whether removing a subnet gives its block back in the same transaction",
        "whether the block merges with both its neighbours, and they with theirs"
      })
  static void aRemovedSubnetGivesItsBlockBackAndItMerges(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/24"));
    for (int i = 0; i < 4; i++) {
      PoolMake.cut(bench, "s" + i, "p", 26);
    }
    bench.refused(
        "NoPrefixAvailable",
        "a /26 of a pool that is full",
        () -> bench.driver().createSubnet(PoolMake.block("more", "p", 26)));
    bench.driver().removeSubnet("s1", false);
    bench.equal("the block cut after s1 was removed", "10.0.0.64/26", cutAgain(bench, 26));
    for (String id : List.of("s2", "again", "s0", "s3")) {
      bench.driver().removeSubnet(id, false);
    }
    bench.equal("the free space", PoolMake.quota("10.0.0.0/24"), PoolMake.usage(bench, "p").free());
    bench.equal("the block when all four are back", "10.0.0.0/24", cutAgain(bench, 24));
  }

  private static String cutAgain(Bench bench, int length) {
    return PoolMake.cut(bench, "again", "p", length);
  }

  @RuleTest(
      value = "5.25",
      check = "whether removal counts the subnets in the transaction that removes the pool")
  static void aPoolWithSubnetsStays(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16"));
    PoolMake.cut(bench, "a", "p", 24);
    PoolMake.cut(bench, "b", "p", 24);
    IpamException error =
        bench.refusedUnchanged(
            "SubnetPoolInUse",
            "removing a pool with two subnets",
            () -> {
              PoolMake.pools(bench).removePool("p");
              return "removed";
            });
    bench.field(error, "pool_id", "p");
    bench.field(error, "subnets", 2);
    bench.driver().removeSubnet("a", false);
    bench.driver().removeSubnet("b", false);
    PoolMake.pools(bench).removePool("p");
    bench.refused(
        "SubnetPoolNotFound", "the pool after removal", () -> PoolMake.pools(bench).pool("p"));
    SubnetPool anew = PoolMake.created(bench, PoolMake.pool("p", "172.16.0.0/16"));
    bench.equal("the usage of a pool made anew", QuotaUnits.ZERO, usedBy(bench));
    bench.equal("the pool made anew", anew, PoolMake.pools(bench).pool("p"));
  }

  private static QuotaUnits usedBy(Bench bench) {
    return PoolMake.usage(bench, "p").allocated();
  }

  @RuleTest(
      value = "5.26",
      check = "whether what an update does not name is read and kept; SubnetPool.after does it")
  static void anUpdateKeepsWhatItDoesNotNameOrChangesNothing(Bench bench) {
    SubnetPool created = PoolMake.created(bench, FULL);
    SubnetPool longer =
        PoolMake.pools(bench).updatePool(PoolMake.change("p").withPrefixLengths(null, 30, null));
    bench.equal("the longest length", 30, longer.maxPrefixLength());
    bench.equal("the prefixes", created.prefixes(), longer.prefixes());
    bench.equal("the quota", created.quota(), longer.quota());
    bench.equal("the shared flag", created.shared(), longer.shared());
    bench.equal("the default length", created.defaultPrefixLength(), longer.defaultPrefixLength());
    bench.equal("the pool when looked up", longer, PoolMake.pools(bench).pool("p"));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "an update with a good quota and lengths that contradict each other",
        () ->
            PoolMake.pools(bench)
                .updatePool(
                    PoolMake.change("p")
                        .withQuota(PoolMake.units(7))
                        .withPrefixLengths(29, null, null)));
    bench.reopen();
    bench.equal("the pool after reopening", longer, PoolMake.pools(bench).pool("p"));
  }

  @RuleTest(
      value = "5.27",
      check = {
        "whether an update of prefixes compares them with the CIDRs of the pool's subnets",
        "whether space between subnets may go while the subnets' own stays"
      })
  static void spaceThatASubnetTakesIsNotDropped(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16", "172.16.0.0/16"));
    bench.driver().createSubnet(PoolMake.block("s", "p", "172.16.9.0/24"));
    for (List<String> left : List.of(List.of("10.0.0.0/16"), List.of("172.16.9.0/25"))) {
      IpamException error =
          bench.refusedUnchanged(
              "SubnetPoolInUse",
              "leaving the pool " + left + " of its space",
              () ->
                  PoolMake.pools(bench)
                      .updatePool(
                          PoolMake.change("p")
                              .withPrefixes(PoolMake.cidrs(left.toArray(String[]::new)))));
      bench.field(error, "pool_id", "p");
      bench.field(error, "subnet_id", "s");
      bench.field(error, "cidr", "172.16.9.0/24");
    }
    PoolMake.pools(bench)
        .updatePool(PoolMake.change("p").withPrefixes(PoolMake.cidrs("172.16.8.0/23")));
    bench.equal("the block that is left", "172.16.8.0/24", PoolMake.cut(bench, "t", "p", 24));
    bench.refused(
        "NoPrefixAvailable",
        "one more /24 of what is left",
        () -> bench.driver().createSubnet(PoolMake.block("u", "p", 24)));
  }

  @RuleTest(
      value = "5.28",
      check =
          "whether an update of lengths or quota is checked against what exists; it must not be")
  static void changedLengthsAndQuotaBindLaterRequestsOnly(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16"));
    Subnet before = bench.driver().createSubnet(PoolMake.block("s", "p", 20));
    PoolMake.pools(bench)
        .updatePool(
            PoolMake.change("p").withPrefixLengths(24, 28, 24).withQuota(PoolMake.units(256)));
    bench.equal("the subnet made before", before, bench.driver().subnet("s"));
    bench.refused(
        "PrefixLengthOutOfBounds",
        "a /20 after the shortest length became 24",
        () -> bench.driver().createSubnet(PoolMake.block("t", "p", 20)));
    bench.refused(
        "QuotaExceeded",
        "a /24 after the quota became less than what is used",
        () -> bench.driver().createSubnet(PoolMake.block("t", "p", 24)));
    PoolMake.pools(bench).updatePool(PoolMake.change("p").withQuota(PoolMake.units(4352)));
    bench.driver().createSubnet(PoolMake.block("t", "p", 24));
  }

  @RuleTest(
      value = "5.29",
      check = {
        "whether usage is summed in whole numbers of the smallest unit, never in floating point",
        "whether it counts by the project of the subnet, not of the pool"
      })
  static void usageIsExactAndByProject(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16", "192.0.2.0/24").withProject("own"));
    bench.driver().createSubnet(PoolMake.block("a", "p", 24).withProject("one"));
    bench.driver().createSubnet(PoolMake.block("b", "p", 30).withProject("one"));
    bench.driver().createSubnet(PoolMake.block("c", "p", 32).withProject("two"));
    PoolUsage usage = PoolMake.usage(bench, "p");
    bench.equal("the capacity in /32 units", "65792", usage.capacity().toString());
    bench.equal("what is allocated", "261", usage.allocated().toString());
    bench.equal("what is free", "65531", usage.free().toString());
    bench.equal("the number of subnets", 3L, usage.subnets());
    bench.equal(
        "what each project holds",
        Map.of(
            "one",
            PoolMake.quota("10.0.0.0/24").plus(PoolMake.quota("10.0.0.0/30")),
            "two",
            PoolMake.quota("10.0.0.0/32")),
        Map.copyOf(usage.byProject()));
    bench.driver().removeSubnet("c", false);
    bench.equal(
        "the projects when two holds nothing any more",
        List.of("one"),
        List.copyOf(PoolMake.usage(bench, "p").byProject().keySet()));
  }

  @RuleTest(
      value = "5.30",
      check = "whether the listing is sorted by the UTF-8 bytes of the ids, and read at one moment")
  static void poolsAreListedOnceInTheOrderOfTheirIds(Bench bench) {
    List<String> ids = List.of("b", "B", "a10", "a9", "\uD83D\uDE00", "\uFFFD", "\u00E9");
    for (int i = 0; i < ids.size(); i++) {
      PoolMake.created(bench, PoolMake.pool(ids.get(i), "10." + i + ".0.0/16"));
    }
    try (Stream<SubnetPool> all = PoolMake.pools(bench).pools()) {
      bench.equal(
          "the ids of the pools, listed",
          List.of("B", "a10", "a9", "b", "\u00E9", "\uFFFD", "\uD83D\uDE00"),
          all.map(SubnetPool::id).toList());
    }
  }

  @RuleTest(
      value = "5.30",
      check = "whether each pool is looked up when the listing gets there, and not at one moment")
  static void poolsAreListedAsOfOneMoment(Bench bench) {
    for (int i = 0; i < 9; i++) {
      PoolMake.created(bench, PoolMake.pool("p" + i, "10." + i + ".0.0/16"));
    }
    try (Stream<SubnetPool> all = PoolMake.pools(bench).pools()) {
      bench.remark("the stream stays open");
      PoolMake.pools(bench).removePool("p8");
      PoolMake.created(bench, PoolMake.pool("p3a", "10.20.0.0/16"));
      bench.equal(
          "the listing opened before, read after pools came and went",
          List.of("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"),
          all.map(SubnetPool::id).toList());
    }
  }

  @RuleTest(
      value = "5.37",
      check = "whether the pool is stored with the subnet and read back with it")
  static void aSubnetNamesThePoolItCameFrom(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16"));
    bench.driver().createSubnet(PoolMake.block("any", "p", 24));
    bench.driver().createSubnet(PoolMake.block("given", "p", "10.0.9.0/24"));
    bench.subnet("own", "10.0.0.0/24");
    bench.driver().updateSubnet(Make.update("any").withGateway(Make.NO_GATEWAY));
    for (int round = 0; round < 2; round++) {
      bench.equal("the pool of any", "p", bench.driver().subnet("any").poolId());
      bench.equal("the CIDR of any", "10.0.0.0/24", bench.driver().subnet("any").cidr().toString());
      bench.equal("the pool of given", "p", bench.driver().subnet("given").poolId());
      bench.equal("the pool of own", null, bench.driver().subnet("own").poolId());
      try (Stream<Subnet> all = bench.driver().subnets()) {
        bench.equal(
            "how many subnets of the listing name p",
            2L,
            all.filter(each -> "p".equals(each.poolId())).count());
      }
      bench.reopen();
    }
  }
}
