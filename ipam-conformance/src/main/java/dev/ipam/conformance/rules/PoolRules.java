package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/** Rules 2.13 to 2.24: the allocation pools that a subnet is created with. */
final class PoolRules {
  private PoolRules() {}

  private static final String DERIVE =
      "whether the subnet is made by Subnet.of(request), which generates and checks pools";

  @RuleTest(
      value = "2.13",
      check = {DERIVE, "whether the automatic gateway is compared with the pools too"})
  static void aGatewayInThePoolsIsRefused(Bench bench) {
    inPool(
        bench,
        Make.subnet("n", "10.0.0.0/24")
            .withGateway(Make.gateway("10.0.0.15"))
            .withPools(Make.pools("10.0.0.10-10.0.0.20")),
        "10.0.0.15",
        "10.0.0.10");
    // The automatic gateway is 10.0.0.1.
    inPool(
        bench,
        Make.subnet("n", "10.0.0.0/24").withPools(Make.pools("10.0.0.1-10.0.0.20")),
        "10.0.0.1",
        "10.0.0.20");
    inPool(
        bench,
        Make.subnet("n", "2001:db8::/64")
            .withPools(Make.pools("2001:db8::10-2001:db8::20", "2001:db8::1-2001:db8::2")),
        "2001:db8::1",
        "2001:db8::2");
    bench.refused(
        "SubnetNotFound", "looking up the refused subnet", () -> bench.driver().subnet("n"));
  }

  private static void inPool(Bench bench, SubnetRequest request, String gateway, String pool) {
    IpamException error =
        bench.refusedUnchanged(
            "GatewayInPool",
            "creating a subnet whose pools contain its gateway",
            () -> bench.driver().createSubnet(request));
    bench.names(error, gateway, pool);
  }

  @RuleTest(
      value = "2.14",
      check = {DERIVE})
  static void aPoolStaysInsideTheUsableAddresses(Bench bench) {
    for (String[] wrong :
        new String[][] {
          {"10.0.0.0/24", "10.0.0.200-10.0.1.5"},
          {"10.0.0.0/24", "11.0.0.1-11.0.0.2"},
          {"10.0.0.0/24", "10.0.0.0-10.0.0.9"},
          {"10.0.0.0/24", "10.0.0.200-10.0.0.255"},
          {"2001:db8::/64", "2001:db8::-2001:db8::9"},
          {"2001:db8::/64", "2001:db8::9-2001:db8:0:1::"}
        }) {
      IpamException error =
          bench.refusedUnchanged(
              "PoolOutsideSubnet",
              "creating " + wrong[0] + " with pool " + wrong[1],
              () ->
                  bench
                      .driver()
                      .createSubnet(
                          Make.subnet("n", wrong[0])
                              .withGateway(Make.NO_GATEWAY)
                              .withPools(Make.pools(wrong[1]))));
      bench.names(error, wrong[1].split("-", 2)[0]);
    }
  }

  @RuleTest(
      value = "2.17",
      check = {
        "whether pools are read back ordered by address, not by text or by the order of writing",
        "whether adjacent pools are merged; they must stay as they were written"
      })
  static void poolsAreAscendingAndStaySeparate(Bench bench) {
    SubnetRequest request =
        Make.subnet("s", "10.0.0.0/24")
            .withPools(
                Make.pools("10.0.0.100-10.0.0.109", "10.0.0.20-10.0.0.29", "10.0.0.9-10.0.0.19"));
    List<AddressRange> expected =
        Make.ranges("10.0.0.9-10.0.0.19", "10.0.0.20-10.0.0.29", "10.0.0.100-10.0.0.109");
    bench.equal("the pools returned", expected, bench.driver().createSubnet(request).pools());
    bench.reopen();
    bench.equal("the pools looked up", expected, bench.driver().subnet("s").pools());
  }

  @RuleTest(
      value = "2.17",
      check = {"whether the order of pools is that of unsigned numbers in the upper half of IPv6"})
  static void ipv6PoolsAreOrderedAsUnsignedNumbers(Bench bench) {
    Subnet subnet =
        bench
            .driver()
            .createSubnet(
                Make.subnet("s", "2001:db8::/64")
                    .withPools(
                        Make.pools(
                            "2001:db8::8000:0:0:1-2001:db8::8000:0:0:9",
                            "2001:db8::7fff:0:0:1-2001:db8::7fff:0:0:9")));
    bench.equal(
        "the first pool",
        Make.ranges("2001:db8::7fff:0:0:1-2001:db8::7fff:0:0:9").get(0),
        subnet.pools().get(0));
    bench.equal("the pools looked up", subnet.pools(), bench.driver().subnet("s").pools());
    SubnetRequest shortOnes = Make.subnet("t", "::/64").withPools(Make.pools("::1-::ff"));
    bench.equal(
        "the pools of short addresses",
        Make.ranges("::1-::ff"),
        bench.driver().createSubnet(shortOnes.withGateway(Make.NO_GATEWAY)).pools());
  }

  @RuleTest(
      value = "2.19",
      check = {DERIVE, "whether an empty list of pools is taken as none"})
  static void poolsNotGivenAreGenerated(Bench bench) {
    generated(bench, Make.subnet("a", "10.0.0.0/29"), "10.0.0.2-10.0.0.6");
    generated(bench, Make.subnet("b", "10.0.0.0/29").withPools(Make.pools()), "10.0.0.2-10.0.0.6");
    generated(
        bench,
        Make.subnet("c", "10.0.0.0/29").withGateway(Make.gateway("10.0.0.4")),
        "10.0.0.1-10.0.0.3",
        "10.0.0.5-10.0.0.6");
    generated(
        bench,
        Make.subnet("d", "10.0.0.0/29").withGateway(Make.gateway("192.0.2.1")),
        "10.0.0.1-10.0.0.6");
  }

  @RuleTest(
      value = "2.20",
      check = {DERIVE})
  static void generatedPoolsLeaveOutNetworkAndBroadcast(Bench bench) {
    generated(
        bench, Make.subnet("a", "10.0.0.4/30").withGateway(Make.NO_GATEWAY), "10.0.0.5-10.0.0.6");
    generated(
        bench,
        Make.subnet("b", "10.0.0.0/8").withGateway(Make.NO_GATEWAY),
        "10.0.0.1-10.255.255.254");
    drains(bench, "a", "10.0.0.5", "10.0.0.6");
  }

  @RuleTest(
      value = "2.21",
      check = {DERIVE, "whether a /31 is taken to have a broadcast address"})
  static void generatedPoolsOfASlash31HoldBothButTheGateway(Bench bench) {
    generated(bench, Make.subnet("a", "10.0.0.6/31"), "10.0.0.7-10.0.0.7");
    generated(
        bench,
        Make.subnet("b", "10.0.0.6/31").withGateway(Make.gateway("10.0.0.7")),
        "10.0.0.6-10.0.0.6");
    generated(
        bench, Make.subnet("c", "10.0.0.6/31").withGateway(Make.NO_GATEWAY), "10.0.0.6-10.0.0.7");
    drains(bench, "c", "10.0.0.6", "10.0.0.7");
  }

  @RuleTest(
      value = "2.22",
      check = {DERIVE})
  static void generatedPoolsOfIpv6LeaveOutTheFirstAddress(Bench bench) {
    generated(
        bench,
        Make.subnet("a", "2001:db8::/64").withGateway(Make.NO_GATEWAY),
        "2001:db8::1-2001:db8::ffff:ffff:ffff:ffff");
    generated(
        bench,
        Make.subnet("b", "2001:db8::/126").withGateway(Make.NO_GATEWAY),
        "2001:db8::1-2001:db8::3");
    generated(
        bench,
        Make.subnet("c", "2001:db8::/127").withGateway(Make.NO_GATEWAY),
        "2001:db8::1-2001:db8::1");
    drains(bench, "b", "2001:db8::1", "2001:db8::2", "2001:db8::3");
  }

  @RuleTest(
      value = "2.23",
      check = {DERIVE})
  static void generatedPoolsOfAHostHoldItsAddress(Bench bench) {
    generated(bench, Make.subnet("a", "10.0.0.7/32"), "10.0.0.7-10.0.0.7");
    generated(
        bench,
        Make.subnet("b", "10.0.0.7/32").withGateway(Make.gateway("10.0.0.7")),
        "10.0.0.7-10.0.0.7");
    generated(bench, Make.subnet("c", "2001:db8::7/128"), "2001:db8::7-2001:db8::7");
    generated(
        bench,
        Make.subnet("d", "2001:db8::7/128").withGateway(Make.gateway("2001:db8::7")),
        "2001:db8::7-2001:db8::7");
    drains(bench, "b", "10.0.0.7");
    drains(bench, "d", "2001:db8::7");
  }

  @RuleTest(
      value = "2.24",
      check = {DERIVE, "whether a subnet without pools can be stored"})
  static void generatedPoolsMayBeEmpty(Bench bench) {
    generated(bench, Make.subnet("s", "2001:db8::/127"));
    bench.equal("the gateway", Make.ip("2001:db8::1"), bench.driver().subnet("s").gateway());
    bench.refused("NoAddressAvailable", "Any in it", () -> bench.driver().allocate(Make.any("s")));
    bench.equal(
        "what Specific allocates",
        Make.ip("2001:db8::"),
        bench.specific("s", "2001:db8::").address());
  }

  private static void generated(Bench bench, SubnetRequest request, String... expected) {
    Subnet created = bench.driver().createSubnet(request);
    String what = "the pools of " + created.cidr() + " with gateway " + created.gateway();
    bench.equal(what, Make.ranges(expected), created.pools());
    bench.equal(what + " are generated", true, created.poolsGenerated());
    Subnet found = bench.driver().subnet(created.id());
    bench.equal(what + " when looked up", Make.ranges(expected), found.pools());
    bench.equal(what + " are generated when looked up", true, found.poolsGenerated());
  }

  private static void drains(Bench bench, String subnet, String... expected) {
    List<IpAddress> all = bench.drain(subnet).stream().sorted().toList();
    bench.equal("all that Any hands out in " + subnet, Make.ips(expected), all);
  }
}
