package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rules 2.06 to 2.12: which gateway a subnet has. */
final class GatewayRules {
  private GatewayRules() {}

  private static final String DERIVE =
      "whether the subnet is made by Subnet.of(request), which applies the rules of gateways";

  @RuleTest(
      value = "2.06",
      check = {
        DERIVE,
        "whether \"no gateway\" is stored apart from \"not given\"; NULL must not become the default"
            + " again on the way back"
      })
  static void aGatewayIsKeptAsGivenAndNoneIsNone(Bench bench) {
    created(
        bench,
        Make.subnet("v4", "10.0.0.0/24").withGateway(Make.gateway("10.0.0.254")),
        "10.0.0.254");
    created(
        bench,
        Make.subnet("v6", "2001:db8::/64").withGateway(Make.gateway("2001:db8::ff")),
        "2001:db8::ff");
    created(bench, Make.subnet("none4", "10.0.0.0/24").withGateway(Make.NO_GATEWAY), null);
    created(bench, Make.subnet("none6", "2001:db8::/64").withGateway(Make.NO_GATEWAY), null);
    bench.reopen();
    bench.equal(
        "the gateway of none4 after reopening", null, bench.driver().subnet("none4").gateway());
    bench.equal(
        "the gateway of v4 after reopening",
        Make.ip("10.0.0.254"),
        bench.driver().subnet("v4").gateway());
  }

  @RuleTest(
      value = "2.07",
      check = {DERIVE, "the ends: a /31, a /32, an IPv6 /127 and /128"})
  static void theAutomaticGatewayIsTheFirstUsableAddress(Bench bench) {
    Map<String, String> gateways = new TreeMap<>();
    gateways.put("10.0.0.0/24", "10.0.0.1");
    gateways.put("10.0.0.4/30", "10.0.0.5");
    gateways.put("10.0.0.6/31", "10.0.0.6");
    gateways.put("10.0.0.7/32", "");
    gateways.put("0.0.0.0/0", "0.0.0.1");
    gateways.put("2001:db8::/64", "2001:db8::1");
    gateways.put("2001:db8::4/127", "2001:db8::5");
    gateways.put("2001:db8::7/128", "");
    gateways.forEach(
        (cidr, gateway) ->
            created(bench, Make.subnet(cidr, cidr), gateway.isEmpty() ? null : gateway));
  }

  @RuleTest(
      value = "2.08",
      check = {DERIVE, "whether an update checks its gateway as creation does (Subnet.after)"})
  static void networkAndBroadcastAddressAreNoGateways(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    for (String address : List.of("10.0.0.0", "10.0.0.255")) {
      bench.refusedUnchanged(
          "GatewayNotUsable",
          "creating 10.0.0.0/24 with gateway " + address,
          () ->
              bench
                  .driver()
                  .createSubnet(
                      Make.subnet("n", "10.0.0.0/24").withGateway(Make.gateway(address))));
      bench.refusedUnchanged(
          "GatewayNotUsable",
          "updating 10.0.0.0/24 to gateway " + address,
          () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway(address))));
    }
    bench.refused(
        "GatewayNotUsable",
        "creating 10.0.0.4/30 with gateway 10.0.0.7",
        () ->
            bench
                .driver()
                .createSubnet(
                    Make.subnet("n", "10.0.0.4/30").withGateway(Make.gateway("10.0.0.7"))));
  }

  @RuleTest(
      value = "2.09",
      check = {DERIVE, "whether a /31 or /32 is taken to have a broadcast"})
  static void anyAddressOfASmallOrIpv6SubnetMayBeTheGateway(Bench bench) {
    given(bench, "10.0.0.0/31", "10.0.0.0");
    given(bench, "10.0.0.0/31", "10.0.0.1");
    given(bench, "10.0.0.9/32", "10.0.0.9");
    given(bench, "2001:db8::/64", "2001:db8::");
    given(bench, "2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff");
    given(bench, "2001:db8::/127", "2001:db8::");
    given(bench, "2001:db8::/128", "2001:db8::");
  }

  @RuleTest(
      value = "2.10",
      check = {DERIVE, "whether the gateway is required to be in the CIDR"})
  static void aGatewayMayLieOutside(Bench bench) {
    given(bench, "10.0.0.0/24", "192.0.2.1");
    given(bench, "2001:db8::/64", "fe80::1");
    bench.subnet("s", "10.0.0.0/24");
    Subnet updated =
        bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("192.0.2.9")));
    bench.equal("the gateway after the update", Make.ip("192.0.2.9"), updated.gateway());
  }

  @RuleTest(
      value = "2.12",
      check = {
        DERIVE,
        "whether the store writes \"no gateway\" as 0.0.0.0 or as the number 0; use NULL or a flag"
      })
  static void theUnspecifiedAddressIsAnAddress(Bench bench) {
    given(bench, "10.0.0.0/24", "0.0.0.0");
    given(bench, "2001:db8::/64", "::");
    bench.reopen();
    bench.equal(
        "the gateway after reopening",
        Make.ip("0.0.0.0"),
        bench.driver().subnet("10.0.0.0/24 0.0.0.0").gateway());
    bench.equal(
        "the gateway after reopening",
        Make.ip("::"),
        bench.driver().subnet("2001:db8::/64 ::").gateway());
  }

  private static void given(Bench bench, String cidr, String gateway) {
    created(
        bench, Make.subnet(cidr + " " + gateway, cidr).withGateway(Make.gateway(gateway)), gateway);
  }

  private static void created(
      Bench bench, SubnetRequest request, @org.jspecify.annotations.Nullable String gateway) {
    IpAddress expected = gateway == null ? null : Make.ip(gateway);
    String what = "the gateway of " + request.subnetId();
    bench.equal(what, expected, bench.driver().createSubnet(request).gateway());
    bench.equal(
        what + " when looked up", expected, bench.driver().subnet(request.subnetId()).gateway());
  }
}
