package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.PoolsChoice;
import dev.ipam.spi.Capability;

/** Rules 3.04 to 3.10, 3.13, 2.36 and 2.37: the passes of the policy SEQUENTIAL. */
final class SequentialRules {
  private static final String STATE =
      "whether a subnet keeps its position (what Any or Bulk handed out last) and which addresses"
          + " above it were released since the pass began";

  private SequentialRules() {}

  @RuleTest(
      value = "3.04",
      check = {STATE, "whether pools are passed over in ascending order"})
  static void aPassAscends(Bench bench) {
    bench
        .driver()
        .createSubnet(
            Make.subnet("s", "10.0.0.0/24")
                .withPools(Make.pools("10.0.0.20-10.0.0.22", "10.0.0.10-10.0.0.12")));
    bench.specific("s", "10.0.0.11");
    takes(bench, "10.0.0.10", "10.0.0.12");
    bench.release("s", "10.0.0.10");
    bench.release("s", "10.0.0.11");
    takes(bench, "10.0.0.20", "10.0.0.21");
    bench.release("s", "10.0.0.20");
    takes(bench, "10.0.0.22");
  }

  @RuleTest(
      value = "3.05",
      check = {STATE, "whether a release above the position is recorded"})
  static void whatWasReleasedWaitsForTheNextPass(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    takes(bench, "10.0.0.2");
    bench.specific("s", "10.0.0.4");
    bench.release("s", "10.0.0.4");
    bench.release("s", "10.0.0.2");
    takes(bench, "10.0.0.3", "10.0.0.5", "10.0.0.6");
    bench.remark("the pass has nothing left; 10.0.0.2 and 10.0.0.4 are free");
    takes(bench, "10.0.0.2", "10.0.0.4");
  }

  @RuleTest(
      value = "3.05",
      check = {"whether a release of the gateway's, or of an Automatic address, is recorded too"})
  static void whicheverRequestHadTakenIt(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.4")));
    bench.driver().allocate(Make.gatewayOf("s"));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("192.0.2.1")));
    takes(bench, "10.0.0.1");
    bench.release("s", "10.0.0.4");
    takes(bench, "10.0.0.2", "10.0.0.3", "10.0.0.5", "10.0.0.6", "10.0.0.4");
  }

  @RuleTest(
      value = "3.06",
      check = {
        STATE,
        "whether a new pass begins only when nothing is left above the position",
        "whether it begins at the lowest free address"
      })
  static void aNewPassBeginsOnlyWhenNothingIsLeft(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    takes(bench, "10.0.0.2", "10.0.0.3", "10.0.0.4");
    bench.release("s", "10.0.0.2");
    takes(bench, "10.0.0.5", "10.0.0.6", "10.0.0.2");
    bench.release("s", "10.0.0.5");
    bench.release("s", "10.0.0.3");
    bench.remark("the pass, which began at 10.0.0.2, has nothing left");
    takes(bench, "10.0.0.3", "10.0.0.5");
    bench.refused(
        "NoAddressAvailable",
        "Any when all is taken",
        () -> bench.driver().allocate(Make.any("s")));
  }

  @RuleTest(
      value = "3.06",
      check = {STATE, "whether the end of one pool is taken for the end of the pass"})
  static void aPassGoesOnFromPoolToPool(Bench bench) {
    bench
        .driver()
        .createSubnet(
            Make.subnet("s", "10.0.0.0/24")
                .withPools(Make.pools("10.0.0.10-10.0.0.12", "10.0.0.20-10.0.0.21")));
    takes(bench, "10.0.0.10", "10.0.0.11");
    bench.release("s", "10.0.0.10");
    bench.remark("10.0.0.10 waits for the next pass");
    takes(bench, "10.0.0.12", "10.0.0.20", "10.0.0.21", "10.0.0.10");
  }

  @RuleTest(
      value = "3.07",
      check = {
        STATE,
        "whether Specific, Gateway and PreferNext leave the position alone",
        "whether a spent address stays spent when it is taken again and released again",
        "whether the state of the pass is stored, and read when the store is opened"
      })
  static void thePassIsPositionAndReleasesAbove(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    takes(bench, "10.0.0.2");
    bench.specific("s", "10.0.0.9");
    takes(bench, "10.0.0.3");
    bench.release("s", "10.0.0.9");
    bench.specific("s", "10.0.0.5");
    bench.release("s", "10.0.0.5");
    bench.specific("s", "10.0.0.5");
    bench.release("s", "10.0.0.5");
    bench.reopen();
    takes(bench, "10.0.0.4", "10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.10");
    // Taken by name, never released: it counts as held, not as spent.
    bench.specific("s", "10.0.0.12");
    takes(bench, "10.0.0.11", "10.0.0.13", "10.0.0.14", "10.0.0.5", "10.0.0.9");
  }

  @RuleTest(
      value = "3.07",
      check = {
        STATE,
        "whether the position counts although its address is released, or lies between pools"
      })
  static void thePositionOutlivesItsAllocation(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    takes(bench, "10.0.0.2", "10.0.0.3");
    bench.release("s", "10.0.0.3");
    bench.release("s", "10.0.0.2");
    bench.reopen();
    takes(bench, "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.2", "10.0.0.3");
  }

  @RuleTest(
      value = "3.08",
      check = {
        "whether the spent addresses above the position are counted, exactly",
        "whether the release that makes them 65,536 forgets position and all that is spent"
      })
  static void aPassEndsWithItsThousandsOfReleases(Bench bench) {
    int most = 65_536;
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/8").withPools(Make.pools("10.0.1.0-10.2.0.255")));
    takes(bench, "10.0.1.0");
    IpAddress first = Make.ip("10.0.2.0");
    Released.above(bench, "s", first, most - 1);
    takes(bench, "10.0.1.1");
    bench.release("s", "10.0.1.1");
    bench.remark(most - 1 + " addresses are spent above the position");
    takes(bench, "10.0.1.2");
    bench.specific("s", "10.1.255.255");
    bench.release("s", "10.1.255.255");
    bench.remark(most + " addresses are spent above the position, which starts a new pass");
    takes(bench, "10.0.1.1", "10.0.1.3");
  }

  @RuleTest(
      value = "3.09",
      check = {
        "whether position and releases are written only when the request succeeds",
        "whether a request that fails after a new pass was begun takes that back"
      })
  static void aFailedRequestLeavesThePass(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    takes(bench, "10.0.0.2", "10.0.0.3", "10.0.0.4");
    bench.release("s", "10.0.0.2");
    bench.refused(
        "AddressAlreadyAllocated",
        "Specific of a held address",
        () -> bench.driver().allocate(Make.specific("s", "10.0.0.4")));
    bench.refused(
        "AddressOutsideSubnet",
        "Specific outside",
        () -> bench.driver().allocate(Make.specific("s", "10.0.1.4")));
    if (bench.has(Capability.BULK)) {
      bench.refused(
          "NoAddressAvailable",
          "Bulk of 4 where 3 are free",
          () -> bench.driver().allocate(Make.bulk("s", 4)));
    }
    takes(bench, "10.0.0.5", "10.0.0.6", "10.0.0.2");
    bench.refused(
        "NoAddressAvailable",
        "Any when all is taken",
        () -> bench.driver().allocate(Make.any("s")));
    bench.release("s", "10.0.0.4");
    bench.release("s", "10.0.0.3");
    takes(bench, "10.0.0.3", "10.0.0.4");
  }

  @RuleTest(
      value = "3.10",
      check = {
        "whether Bulk goes over the pass as so many single Any would",
        "whether the position after it is the address handed out last"
      })
  static void bulkGivesWhatSingleRequestsWould(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    takes(bench, "10.0.0.2", "10.0.0.3");
    bench.release("s", "10.0.0.2");
    bulk(bench, 4, "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.2");
    bench.release("s", "10.0.0.3");
    bench.release("s", "10.0.0.5");
    bench.remark("nothing is left of the pass that began at 10.0.0.2");
    bulk(bench, 2, "10.0.0.3", "10.0.0.5");
  }

  @RuleTest(
      value = "3.10",
      check = {"whether a Bulk that the pass can serve alone starts no new one"})
  static void bulkThatFitsStartsNoNewPass(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    takes(bench, "10.0.0.2");
    bench.release("s", "10.0.0.2");
    bulk(bench, 3, "10.0.0.3", "10.0.0.4", "10.0.0.5");
    takes(bench, "10.0.0.6");
    bench.release("s", "10.0.0.4");
    bulk(bench, 2, "10.0.0.7", "10.0.0.8");
  }

  private static void bulk(Bench bench, int count, String... expected) {
    bench.equal(
        "what Bulk of " + count + " hands out",
        Make.ips(expected),
        bench.all(Make.bulk("s", count)));
  }

  @RuleTest(
      value = "3.13",
      check = {"whether the position is kept by subnet, not by CIDR or store"})
  static void subnetsDoNotShareAPass(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.subnet("other", "10.0.0.0/29");
    takes(bench, "10.0.0.2", "10.0.0.3");
    bench.equal("what Any takes in the other", Make.ip("10.0.0.2"), bench.any("other"));
    bench.release("other", "10.0.0.2");
    bench.drain("other");
    bench.driver().updateSubnet(Make.update("other").withPools(Make.pools("10.0.0.4-10.0.0.6")));
    bench.release("s", "10.0.0.2");
    takes(bench, "10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.2");
  }

  @RuleTest(
      value = "2.36",
      check = {
        "whether the update forgets position and releases when the pools become others",
        "whether that also happens when generated pools follow a new gateway"
      })
  static void newPoolsStartANewPass(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    takes(bench, "10.0.0.2", "10.0.0.3", "10.0.0.4");
    bench.release("s", "10.0.0.3");
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.2-10.0.0.9")));
    takes(bench, "10.0.0.3", "10.0.0.5");
    bench.release("s", "10.0.0.2");
    bench.driver().updateSubnet(Make.update("s").withPools(PoolsChoice.GENERATED));
    takes(bench, "10.0.0.2", "10.0.0.6");
    bench.release("s", "10.0.0.5");
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY));
    bench.remark("the generated pools have 10.0.0.1 now");
    takes(bench, "10.0.0.1", "10.0.0.5", "10.0.0.7");
  }

  @RuleTest(
      value = "2.37",
      check = {
        "whether the update compares the new state with the old one before it starts a new pass"
      })
  static void anUpdateThatChangesNothingStartsNone(Bench bench) {
    bench
        .driver()
        .createSubnet(
            Make.subnet("s", "10.0.0.0/28")
                .withPools(Make.pools("10.0.0.2-10.0.0.5", "10.0.0.6-10.0.0.9")));
    takes(bench, "10.0.0.2", "10.0.0.3");
    bench.release("s", "10.0.0.2");
    bench.driver().updateSubnet(Make.update("s"));
    bench
        .driver()
        .updateSubnet(
            Make.update("s").withPools(Make.pools("10.0.0.6-10.0.0.9", "10.0.0.2-10.0.0.5")));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.1")));
    takes(bench, "10.0.0.4", "10.0.0.5");
    // The gateway alone changes no pools that somebody wrote.
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.14")));
    takes(bench, "10.0.0.6");
  }

  private static void takes(Bench bench, String... expected) {
    for (String address : expected) {
      bench.equal("what Any takes in s", Make.ip(address), bench.any("s"));
    }
  }
}
