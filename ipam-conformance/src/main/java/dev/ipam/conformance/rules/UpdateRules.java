package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import java.util.List;

/** Rules 2.25 to 2.34: what an update of a subnet changes, keeps and refuses. */
final class UpdateRules {
  private UpdateRules() {}

  private static final String DERIVE =
      "whether the new state is made by subnet.after(update), from the subnet as it is now";

  @RuleTest(
      value = "2.25",
      check = {
        DERIVE,
        "whether gateway and pools are written in one transaction, after all checks were made"
      })
  static void anUpdateIsWholeOrNothing(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/24").withPools(Make.pools("10.0.0.10-10.0.0.19")));
    refusedUpdate(
        bench,
        "PoolOutsideSubnet",
        Make.update("s")
            .withGateway(Make.gateway("10.0.0.9"))
            .withPools(Make.pools("10.0.0.30-10.0.0.39", "10.0.1.1-10.0.1.2")));
    refusedUpdate(
        bench,
        "GatewayInPool",
        Make.update("s")
            .withGateway(Make.gateway("10.0.0.33"))
            .withPools(Make.pools("10.0.0.30-10.0.0.39")));
    refusedUpdate(
        bench,
        "GatewayNotUsable",
        Make.update("s")
            .withGateway(Make.gateway("10.0.0.255"))
            .withPools(Make.pools("10.0.0.30-10.0.0.39")));
    Subnet after =
        bench
            .driver()
            .updateSubnet(
                Make.update("s")
                    .withGateway(Make.gateway("10.0.0.15"))
                    .withPools(Make.pools("10.0.0.30-10.0.0.39")));
    bench.equal("the gateway after an update of both", Make.ip("10.0.0.15"), after.gateway());
    bench.equal(
        "the pools after an update of both", Make.ranges("10.0.0.30-10.0.0.39"), after.pools());
    bench.equal("the look-up", after, bench.driver().subnet("s"));
  }

  @RuleTest(
      value = "2.25",
      check = {
        "whether two updates at once are decided by one version of the subnet (compare-and-set), so"
            + " that neither is made from an old state"
      })
  static void updatesAtOnceDoNotMix(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    List<GatewayChoice> gateways = List.of(Make.gateway("10.0.0.11"), Make.gateway("10.0.0.22"));
    List<PoolsChoice> pools =
        List.of(Make.pools("10.0.0.20-10.0.0.29"), Make.pools("10.0.0.10-10.0.0.19"));
    for (int round = 0; round < 8; round++) {
      bench.atOnce(
          () ->
              bench
                  .driver()
                  .updateSubnet(
                      Make.update("s").withGateway(gateways.get(0)).withPools(pools.get(0))),
          () ->
              bench
                  .driver()
                  .updateSubnet(
                      Make.update("s").withGateway(gateways.get(1)).withPools(pools.get(1))));
      Subnet now = bench.driver().subnet("s");
      boolean first = Make.ip("10.0.0.11").equals(now.gateway());
      bench.equal(
          "the pools that go with gateway " + now.gateway(),
          ((PoolsChoice.Explicit) pools.get(first ? 0 : 1)).pools(),
          now.pools());
    }
  }

  @RuleTest(
      value = "2.26",
      check = {DERIVE, "whether a field left out is written as its default"})
  static void anUpdateKeepsWhatItDoesNotName(Bench bench) {
    Subnet before =
        bench
            .driver()
            .createSubnet(
                Make.subnet("s", "10.0.0.0/24")
                    .withProject("p")
                    .withGateway(Make.gateway("10.0.0.254"))
                    .withPools(Make.pools("10.0.0.10-10.0.0.19", "10.0.0.20-10.0.0.29")));
    Subnet gateway =
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.253")));
    bench.equal("the pools after an update of the gateway", before.pools(), gateway.pools());
    Subnet pools =
        bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.40-10.0.0.49")));
    bench.equal("the gateway after an update of the pools", Make.ip("10.0.0.253"), pools.gateway());
    bench.equal("the project", "p", pools.project());
    bench.equal("the policy", before.policy(), pools.policy());
    bench.equal("the CIDR", before.cidr(), pools.cidr());
    Subnet same = bench.driver().updateSubnet(Make.update("s"));
    bench.equal("the subnet after an update that names nothing", pools, same);
    bench.equal("the look-up", pools, bench.driver().subnet("s"));
  }

  @RuleTest(
      value = "2.27",
      check = {"whether an empty list is told apart from pools that were not named"})
  static void anUpdateSetsPools(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.40-10.0.0.41")));
    bench.equal(
        "all that Any hands out from the new pools",
        Make.ips("10.0.0.40", "10.0.0.41"),
        sorted(bench.drain("s")));
    Subnet drained = bench.driver().updateSubnet(Make.update("s").withPools(Make.pools()));
    bench.equal("the pools after an update to none", List.of(), drained.pools());
    bench.equal("whether they are generated", false, drained.poolsGenerated());
    bench.release("s", "10.0.0.40");
    bench.refused(
        "NoAddressAvailable",
        "Any in a subnet without pools",
        () -> bench.driver().allocate(Make.any("s")));
    bench.equal("the pools after reopening", List.of(), reopened(bench).pools());
  }

  private static Subnet reopened(Bench bench) {
    bench.reopen();
    return bench.driver().subnet("s");
  }

  @RuleTest(
      value = "2.28",
      check = {DERIVE})
  static void poolsOfAnUpdateAreChecked(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    refusedPools(bench, "PoolOutsideSubnet", "10.0.0.250-10.0.1.5");
    refusedPools(bench, "PoolOutsideSubnet", "10.0.0.0-10.0.0.5");
    refusedPools(bench, "PoolOutsideSubnet", "10.0.0.250-10.0.0.255");
    refusedPools(bench, "OverlappingPools", "10.0.0.10-10.0.0.20", "10.0.0.20-10.0.0.30");
    refusedPools(bench, "FamilyMismatch", "2001:db8::1-2001:db8::9");
    refusedPools(bench, "GatewayInPool", "10.0.0.1-10.0.0.9");
    bench.subnet("six", "2001:db8::/64");
    refusedUpdate(
        bench,
        "PoolOutsideSubnet",
        Make.update("six").withPools(Make.pools("2001:db8::-2001:db8::9")));
  }

  private static void refusedPools(Bench bench, String code, String... pools) {
    refusedUpdate(bench, code, Make.update("s").withPools(Make.pools(pools)));
  }

  @RuleTest(
      value = "2.29",
      check = {DERIVE, "whether \"no gateway\" can be said in an update"})
  static void anUpdateMovesOrRemovesTheGateway(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.equal(
        "the gateway",
        Make.ip("10.0.0.9"),
        bench
            .driver()
            .updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.9")))
            .gateway());
    refusedUpdate(
        bench, "GatewayNotUsable", Make.update("s").withGateway(Make.gateway("10.0.0.0")));
    refusedUpdate(
        bench, "FamilyMismatch", Make.update("s").withGateway(Make.gateway("2001:db8::1")));
    bench.equal(
        "the gateway after its removal",
        null,
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY)).gateway());
    bench.equal("the gateway looked up", null, bench.driver().subnet("s").gateway());
    bench.refused(
        "InvalidAddressRequest",
        "a Gateway request without gateway",
        () -> bench.driver().allocate(Make.gatewayOf("s")));
    bench.equal(
        "the automatic gateway, asked for in an update",
        Make.ip("10.0.0.1"),
        bench
            .driver()
            .updateSubnet(Make.update("s").withGateway(GatewayChoice.AUTOMATIC))
            .gateway());
  }

  @RuleTest(
      value = "2.30",
      check = {DERIVE, "whether the check is made on the result, not on what the update names"})
  static void aGatewayInsideChosenPoolsIsRefused(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/24").withPools(Make.pools("10.0.0.10-10.0.0.19")));
    refusedUpdate(bench, "GatewayInPool", Make.update("s").withGateway(Make.gateway("10.0.0.15")));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.20")));
    refusedUpdate(
        bench, "GatewayInPool", Make.update("s").withPools(Make.pools("10.0.0.10-10.0.0.29")));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("192.0.2.1")));
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.10-10.0.0.29")));
  }

  @RuleTest(
      value = "2.31",
      check = {
        DERIVE,
        "whether \"generated\" is stored as a flag of the subnet",
        "whether an index of free addresses is made anew when the pools change"
      })
  static void generatedPoolsFollowTheGateway(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    Subnet moved =
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.4")));
    bench.equal(
        "the pools after the gateway moved to 10.0.0.4",
        Make.ranges("10.0.0.1-10.0.0.3", "10.0.0.5-10.0.0.6"),
        moved.pools());
    bench.equal("whether they are still generated", true, moved.poolsGenerated());
    bench.equal(
        "all that Any hands out",
        Make.ips("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.5", "10.0.0.6"),
        sorted(bench.drain("s")));
    Subnet removed = bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY));
    bench.equal(
        "the pools after the gateway was removed",
        Make.ranges("10.0.0.1-10.0.0.6"),
        removed.pools());
    bench.equal("what Any hands out then", Make.ip("10.0.0.4"), bench.any("s"));
  }

  @RuleTest(
      value = "2.32",
      check = {DERIVE, "whether a look-up shows which of both holds"})
  static void generatedCanBeEndedAndAskedForAgain(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    Subnet chosen =
        bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.2-10.0.0.6")));
    bench.equal("whether pools that were set are generated", false, chosen.poolsGenerated());
    refusedUpdate(bench, "GatewayInPool", Make.update("s").withGateway(Make.gateway("10.0.0.3")));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY));
    bench.equal(
        "the pools that were set, after the gateway was removed",
        Make.ranges("10.0.0.2-10.0.0.6"),
        bench.driver().subnet("s").pools());
    Subnet generated =
        bench.driver().updateSubnet(Make.update("s").withPools(PoolsChoice.GENERATED));
    bench.equal("whether they are generated again", true, generated.poolsGenerated());
    bench.equal("the generated pools", Make.ranges("10.0.0.1-10.0.0.6"), generated.pools());
    bench.equal("the look-up after reopening", generated, reopened(bench));
  }

  @RuleTest(
      value = "2.33",
      check = {"whether an update deletes or moves allocations that are outside the new pools"})
  static void allocationsOutliveAnUpdate(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.specific("s", "10.0.0.1");
    bench.specific("s", "10.0.0.6");
    IpAddress any = bench.any("s");
    String elsewhere =
        any.compareTo(Make.ip("10.0.0.4")) < 0 ? "10.0.0.4-10.0.0.5" : "10.0.0.2-10.0.0.3";
    List<Allocation> before = bench.held("s");
    bench
        .driver()
        .updateSubnet(
            Make.update("s")
                .withGateway(Make.gateway("192.0.2.1"))
                .withPools(Make.pools(elsewhere)));
    bench.equal("what is held after the update", before, bench.held("s"));
    bench.equal(
        "how many are held outside the pools",
        "3",
        bench.driver().usage("s").outsidePools().toString());
    bench.require(
        bench.release("s", any).isPresent(),
        "an allocation outside the new pools can be released",
        "nothing was released");
  }

  @RuleTest(
      value = "2.34",
      check = {
        "whether an index of free addresses that is made anew leaves out what is allocated",
        "whether allocations that were outside the pools are found when pools grow over them"
      })
  static void noAllocatedAddressIsOfferedAgain(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/28").withPools(Make.pools("10.0.0.4-10.0.0.6")));
    bench.drain("s");
    bench.specific("s", "10.0.0.9");
    bench.specific("s", "10.0.0.3");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.2-10.0.0.10")));
    bench.equal(
        "all that Any hands out after the pools grew",
        Make.ips("10.0.0.2", "10.0.0.7", "10.0.0.8", "10.0.0.10"),
        sorted(bench.drain("s")));
    bench.driver().updateSubnet(Make.update("s").withPools(PoolsChoice.GENERATED));
    bench.equal(
        "all that Any hands out after they were generated",
        Make.ips("10.0.0.11", "10.0.0.12", "10.0.0.13", "10.0.0.14"),
        sorted(bench.drain("s")));
  }

  @RuleTest(
      value = "2.35",
      check = {
        "whether the update looks the new gateway up among the allocations, in the same transaction",
        "whether the kind of the allocation is asked for: the router's own is no conflict"
      })
  static void anAllocatedAddressIsNoNewGateway(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.specific("s", "10.0.0.5");
    refusedUpdate(
        bench, "AddressAlreadyAllocated", Make.update("s").withGateway(Make.gateway("10.0.0.5")));
    bench.release("s", "10.0.0.5");
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.5")));
    bench.driver().allocate(Make.gatewayOf("s"));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.6")));
    Subnet back =
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.5")));
    bench.equal(
        "the gateway, back on the router's own allocation", Make.ip("10.0.0.5"), back.gateway());
  }

  private static void refusedUpdate(Bench bench, String code, SubnetUpdate update) {
    bench.refusedUnchanged(
        code, "the update " + Words.of(update), () -> bench.driver().updateSubnet(update));
  }

  private static List<IpAddress> sorted(List<IpAddress> all) {
    return all.stream().sorted().toList();
  }
}
