package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.RequestKind;
import java.util.List;

/** Rules 3.21 to 3.25: addresses that follow from a MAC, and the gateway's. */
final class AutomaticRules {
  private static final String DERIVE = "whether the address is made by Eui64.derive";

  private AutomaticRules() {}

  @RuleTest(
      value = "3.21",
      check = {DERIVE})
  static void automaticFollowsFromTheMac(Bench bench) {
    bench.subnet("64", "2001:db8:0:1::/64");
    bench.subnet("48", "2001:db8:2::/48");
    bench.subnet("0", "::/0");
    automatic(bench, "64", "00:16:3e:33:44:55", "2001:db8:0:1:216:3eff:fe33:4455");
    automatic(bench, "64", "02:00:00:00:00:01", "2001:db8:0:1:0:ff:fe00:1");
    automatic(bench, "48", "ff:ff:ff:ff:ff:ff", "2001:db8:2:0:fdff:ffff:feff:ffff");
    automatic(bench, "64", "02:11:22:33:44:55:66:77", "2001:db8:0:1:11:2233:4455:6677");
    automatic(bench, "0", "00:16:3e:33:44:55", "::216:3eff:fe33:4455");
  }

  private static void automatic(Bench bench, String subnet, String mac, String expected) {
    Allocation got = bench.take(Make.automatic(subnet, mac));
    bench.equal("the address for MAC " + mac, Make.ip(expected), got.address());
    bench.equal("the kind", RequestKind.AUTOMATIC, got.kind());
    bench.equal("the look-up", got, bench.driver().find(subnet, got.address()).orElse(null));
  }

  @RuleTest(
      value = "3.22",
      check = {DERIVE, "whether the family and the prefix length are checked"})
  static void automaticNeedsRoomForTheIdentifier(Bench bench) {
    for (String cidr :
        List.of("10.0.0.0/8", "0.0.0.0/0", "2001:db8::/65", "2001:db8::/96", "2001:db8::/128")) {
      bench.subnet(cidr, cidr);
      bench.refusedUnchanged(
          "AddressCalculationFailed",
          "Automatic in " + cidr,
          () -> bench.driver().allocate(Make.automatic(cidr, "00:16:3e:33:44:55")));
    }
  }

  @RuleTest(
      value = "3.23",
      check = {"whether the allocation is an insert that fails"})
  static void automaticOfAHeldAddressFails(Bench bench) {
    bench.subnet("s", "2001:db8::/64");
    bench.driver().allocate(Make.automatic("s", "00:16:3e:33:44:55"));
    bench.specific("s", "2001:db8::ff:fe00:1");
    for (String mac : List.of("00:16:3e:33:44:55", "02:00:00:00:00:01")) {
      IpamException error =
          bench.refusedUnchanged(
              "AddressAlreadyAllocated",
              "Automatic for " + mac + ", whose address is held,",
              () -> bench.driver().allocate(Make.automatic("s", mac)));
      bench.field(error, "subnet_id", "s");
    }
  }

  @RuleTest(
      value = "3.24",
      check = {"whether the gateway is read from the subnet as it is now, in one transaction"})
  static void gatewayTakesTheGateway(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.4")));
    Allocation got = bench.take(Make.gatewayOf("s"));
    bench.equal("the address of a Gateway request", Make.ip("10.0.0.4"), got.address());
    bench.equal("the kind", RequestKind.GATEWAY, got.kind());
    gatewayHeld(bench, "by a Gateway request");
    bench.release("s", "10.0.0.4");
    bench.specific("s", "10.0.0.4");
    gatewayHeld(bench, "by a Specific request");
    bench.subnet("host", "10.0.0.9/32");
    bench.driver().updateSubnet(Make.update("host").withGateway(Make.gateway("10.0.0.9")));
    bench.any("host");
    bench.refused(
        "AddressAlreadyAllocated",
        "a Gateway request of a /32 whose address Any took",
        () -> bench.driver().allocate(Make.gatewayOf("host")));
  }

  private static void gatewayHeld(Bench bench, String by) {
    IpamException error =
        bench.refusedUnchanged(
            "AddressAlreadyAllocated",
            "a Gateway request where the gateway is held " + by,
            () -> bench.driver().allocate(Make.gatewayOf("s")));
    bench.field(error, "address", "10.0.0.4");
  }

  @RuleTest(
      value = "3.25",
      check = {"whether a gateway outside the CIDR is allocated all the same"})
  static void gatewayNeedsOneInside(Bench bench) {
    bench.driver().createSubnet(Make.subnet("none", "10.0.0.0/24").withGateway(Make.NO_GATEWAY));
    bench
        .driver()
        .createSubnet(Make.subnet("outside", "10.0.0.0/24").withGateway(Make.gateway("10.0.1.1")));
    bench
        .driver()
        .createSubnet(Make.subnet("link", "2001:db8::/64").withGateway(Make.gateway("fe80::1")));
    bench.subnet("host", "2001:db8::9/128");
    for (String id : List.of("none", "outside", "link", "host")) {
      IpamException error =
          bench.refusedUnchanged(
              "InvalidAddressRequest",
              "a Gateway request in subnet " + id,
              () -> bench.driver().allocate(Make.gatewayOf(id)));
      bench.field(error, "subnet_id", id);
    }
  }
}
