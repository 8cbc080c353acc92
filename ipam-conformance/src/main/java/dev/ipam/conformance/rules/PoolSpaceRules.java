package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.List;

/** Rules 5.10 to 5.20 and 5.36: which block of a pool a subnet gets. */
final class PoolSpaceRules {
  private PoolSpaceRules() {}

  private static final String BLOCKS =
      "whether free blocks are the largest CIDRs that fit between the subnets, kept merged";
  private static final String CHECKS =
      "whether SubnetPool.prefixLengthFor or SubnetPool.check decides bounds and family before"
          + " anything else";

  @RuleTest(
      value = "5.10",
      check = {
        BLOCKS,
        "whether the search takes the longest prefix that is short enough, and the lowest address"
            + " among equals"
      })
  static void theSmallestFreeBlockThatFitsIsCut(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/22", "192.0.2.0/24", "198.51.100.0/26"));
    bench.equal("the first /28", "198.51.100.0/28", PoolMake.cut(bench, "a", "p", 28));
    bench.equal("the first /25", "192.0.2.0/25", PoolMake.cut(bench, "b", "p", 25));
    // Free now: 198.51.100.16/28, .32/27, 192.0.2.128/25, 10.0.0.0/22.
    bench.equal("the next /28", "198.51.100.16/28", PoolMake.cut(bench, "c", "p", 28));
    bench.equal("the next /28", "198.51.100.32/28", PoolMake.cut(bench, "d", "p", 28));
    bench.equal("the /24", "10.0.0.0/24", PoolMake.cut(bench, "e", "p", 24));
    bench.equal("the next /25", "192.0.2.128/25", PoolMake.cut(bench, "f", "p", 25));
    bench.equal("the /23", "10.0.2.0/23", PoolMake.cut(bench, "g", "p", 23));
  }

  @RuleTest(
      value = "5.10",
      check = {BLOCKS, "whether equal blocks are taken by the lowest address"})
  static void theLowestOfEqualBlocksIsCut(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.8.0/24", "10.0.4.0/24", "10.0.6.0/24"));
    bench.equal("the first", "10.0.4.0/24", PoolMake.cut(bench, "a", "p", 24));
    bench.equal("the second", "10.0.6.0/24", PoolMake.cut(bench, "b", "p", 24));
    bench.driver().removeSubnet("a", false);
    bench.equal("the one that came back", "10.0.4.0/24", PoolMake.cut(bench, "c", "p", 24));
  }

  @RuleTest(value = "5.11", check = BLOCKS)
  static void freeBlocksAreMaximal(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/24"));
    bench.driver().createSubnet(PoolMake.block("hole", "p", "10.0.0.64/28"));
    // Free: 0/26, 80/28, 96/27, 128/25. A /27 fits 96/27 best, a /28 the 80/28, a /26 the 0/26.
    bench.equal("the /27", "10.0.0.96/27", PoolMake.cut(bench, "a", "p", 27));
    bench.equal("the /28", "10.0.0.80/28", PoolMake.cut(bench, "b", "p", 28));
    bench.equal("the /26", "10.0.0.0/26", PoolMake.cut(bench, "c", "p", 26));
    bench.equal("the /25", "10.0.0.128/25", PoolMake.cut(bench, "d", "p", 25));
    bench.driver().removeSubnet("b", false);
    bench.driver().removeSubnet("hole", false);
    bench.equal("the /27 of two halves that came back", "10.0.0.64/27", cutE(bench));
  }

  private static String cutE(Bench bench) {
    return PoolMake.cut(bench, "e", "p", 27);
  }

  @RuleTest(
      value = "5.12",
      check = {
        "whether the search ends where no block is large enough, also when much space is free in"
            + " small pieces",
        "whether the error carries the pool and the length"
      })
  static void withoutABlockThatFitsTheRequestIsRefused(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/24"));
    bench.driver().createSubnet(PoolMake.block("a", "p", "10.0.0.0/32"));
    bench.driver().createSubnet(PoolMake.block("b", "p", "10.0.0.128/32"));
    IpamException error =
        bench.refusedUnchanged(
            "NoPrefixAvailable",
            "a /25 where both halves have one address taken",
            () -> bench.driver().createSubnet(PoolMake.block("c", "p", 25)));
    bench.field(error, "pool_id", "p");
    bench.field(error, "prefix_length", 25);
    bench.equal("the /26 that does fit", "10.0.0.64/26", PoolMake.cut(bench, "c", "p", 26));
  }

  @RuleTest(
      value = "5.13",
      check = {
        "whether the pool is ever cut into blocks of the requested length beforehand",
        "whether the search walks over addresses instead of free blocks"
      })
  static void aPoolOfManyBlocksCostsNoMore(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("huge", "2001:db8::/32").withPrefixLengths(32, 128, 64));
    PoolMake.created(bench, PoolMake.pool("all", "::/0").withPrefixLengths(0, 128, 64));
    PoolMake.created(bench, PoolMake.pool("v4", "0.0.0.0/0").withPrefixLengths(0, 32, 32));
    bench.equal("a /64 of a /32", "2001:db8::/64", PoolMake.cut(bench, "a", "huge", 64));
    bench.equal("a /128 of a /32", "2001:db8:0:1::/128", PoolMake.cut(bench, "b", "huge", 128));
    bench.equal("a /64 of ::/0", "::/64", PoolMake.cut(bench, "c", "all", 64));
    bench.equal("a /32 of 0.0.0.0/0", "0.0.0.0/32", PoolMake.cut(bench, "d", "v4", 32));
    List<String> cut = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      cut.add(PoolMake.cut(bench, "e" + i, "v4", 30));
    }
    bench.equal("the last of eight /30", "0.0.0.32/30", cut.get(7));
  }

  @RuleTest(value = "5.15", check = "whether the gateway is compared with the family of the pool")
  static void aGatewayOfTheOtherFamilyIsRefused(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("v4", "10.0.0.0/16"));
    PoolMake.created(bench, PoolMake.pool("v6", "2001:db8::/48"));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "any block of an IPv4 pool with an IPv6 gateway",
        () ->
            bench
                .driver()
                .createSubnet(
                    PoolMake.block("s", "v4", 24).withGateway(Make.gateway("2001:db8::1"))));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "any block of an IPv6 pool with an IPv4 gateway",
        () ->
            bench
                .driver()
                .createSubnet(PoolMake.block("s", "v6", 64).withGateway(Make.gateway("10.0.0.1"))));
  }

  @RuleTest(
      value = "5.16",
      check = "whether the subnet is made by Subnet.of(request, cidr), which derives both")
  static void gatewayAndPoolsOfAnyBlockAreAutomatic(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16"));
    Subnet plain = bench.driver().createSubnet(PoolMake.block("a", "p", 28));
    bench.equal("the gateway", Make.ip("10.0.0.1"), plain.gateway());
    bench.equal("the pools", Make.ranges("10.0.0.2-10.0.0.14"), plain.pools());
    bench.equal("the first address of Any", Make.ip("10.0.0.2"), lowestOf(bench, "a"));
    Subnet given =
        bench
            .driver()
            .createSubnet(PoolMake.block("b", "p", 28).withGateway(Make.gateway("10.0.0.30")));
    bench.equal("the gateway that was given", Make.ip("10.0.0.30"), given.gateway());
    bench.equal("the pools beside it", Make.ranges("10.0.0.17-10.0.0.29"), given.pools());
    Subnet outside =
        bench
            .driver()
            .createSubnet(PoolMake.block("c", "p", 28).withGateway(Make.gateway("192.0.2.1")));
    bench.equal("the gateway outside", Make.ip("192.0.2.1"), outside.gateway());
    Subnet none =
        bench.driver().createSubnet(PoolMake.block("d", "p", 28).withGateway(Make.NO_GATEWAY));
    bench.equal("no gateway", null, none.gateway());
  }

  private static Object lowestOf(Bench bench, String subnet) {
    return bench.drain(subnet).stream().sorted().findFirst().orElseThrow();
  }

  @RuleTest(
      value = "5.17",
      check = {
        "whether a given CIDR is compared with free blocks and not with prefixes alone",
        "whether a CIDR across two prefixes that are not adjacent is refused"
      })
  static void aGivenCidrMustLieInOneFreeBlock(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/24", "10.0.2.0/24"));
    bench.driver().createSubnet(PoolMake.block("a", "p", "10.0.0.64/26"));
    for (String cidr :
        List.of(
            "10.0.0.64/26",
            "10.0.0.64/28",
            "10.0.0.0/25",
            "10.0.0.0/24",
            "10.0.1.0/24",
            "10.0.0.0/22",
            "192.0.2.0/28")) {
      IpamException error =
          bench.refusedUnchanged(
              "RequestedPrefixUnavailable",
              cidr + " of 10.0.0.0/24 and 10.0.2.0/24 with 10.0.0.64/26 taken",
              () -> bench.driver().createSubnet(PoolMake.block("b", "p", cidr)));
      bench.field(error, "pool_id", "p");
      bench.field(error, "cidr", cidr);
    }
    bench.driver().createSubnet(PoolMake.block("b", "p", "10.0.0.0/26"));
    bench.driver().createSubnet(PoolMake.block("c", "p", "10.0.0.128/25"));
    bench.subnet("own", "10.0.0.0/24");
  }

  @RuleTest(value = "5.18", check = CHECKS)
  static void aLengthOutsideTheBoundsIsRefusedWithBoth(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16").withPrefixLengths(20, 28, 24));
    for (int length : List.of(16, 19, 29, 32)) {
      IpamException any =
          bench.refusedUnchanged(
              "PrefixLengthOutOfBounds",
              "any /" + length + " of a pool for /20 to /28",
              () -> bench.driver().createSubnet(PoolMake.block("s", "p", length)));
      bench.field(any, "pool_id", "p");
      bench.field(any, "prefix_length", length);
      bench.field(any, "minimum", 20);
      bench.field(any, "maximum", 28);
    }
    bench.refusedUnchanged(
        "PrefixLengthOutOfBounds",
        "10.0.0.0/29 of a pool for /20 to /28",
        () -> bench.driver().createSubnet(PoolMake.block("s", "p", "10.0.0.0/29")));
    bench.equal("a /20", "10.0.0.0/20", PoolMake.cut(bench, "s", "p", 20));
    bench.equal("a /28", "10.0.16.0/28", PoolMake.cut(bench, "t", "p", 28));
  }

  @RuleTest(value = "5.19", check = CHECKS)
  static void theOtherFamilyIsRefusedWhereTheLengthWouldDo(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("v6", "2001:db8::/32").withPrefixLengths(8, 128, 64));
    AnySubnetRequest any = SubnetRequest.fromPool("s", "v6", 24).withFamily(IpFamily.IPV4);
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "any IPv4 /24 of an IPv6 pool",
        () -> bench.driver().createSubnet(any));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "10.0.0.0/24 of an IPv6 pool",
        () -> bench.driver().createSubnet(PoolMake.block("s", "v6", "10.0.0.0/24")));
    PoolMake.created(bench, PoolMake.pool("v4", "10.0.0.0/16"));
    bench.refusedUnchanged(
        "PrefixLengthOutOfBounds",
        "2001:db8::/64 of an IPv4 pool, whose bounds come first",
        () -> bench.driver().createSubnet(PoolMake.block("s", "v4", "2001:db8::/64")));
  }

  @RuleTest(
      value = "5.20",
      check = {CHECKS, "whether the quota is checked before free space is looked for"})
  static void theFirstCheckThatFailsDecides(Bench bench) {
    // The pool is full and the quota used up, so that every later check fails as well.
    PoolMake.created(
        bench,
        PoolMake.pool("p", "10.0.0.0/24")
            .withPrefixLengths(24, 28, 24)
            .withQuota(PoolMake.units(256)));
    PoolMake.cut(bench, "all", "p", 24);
    bench.refusedUnchanged(
        "PrefixLengthOutOfBounds",
        "any /30, out of bounds, above the quota, without space",
        () -> bench.driver().createSubnet(PoolMake.block("s", "p", 30)));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "any IPv6 /24, of the other family, above the quota, without space",
        () ->
            bench
                .driver()
                .createSubnet(SubnetRequest.fromPool("s", "p", 24).withFamily(IpFamily.IPV6)));
    bench.refusedUnchanged(
        "QuotaExceeded",
        "any /28, above the quota, without space",
        () -> bench.driver().createSubnet(PoolMake.block("s", "p", 28)));
    bench.refusedUnchanged(
        "QuotaExceeded",
        "10.0.0.0/28, above the quota, taken",
        () -> bench.driver().createSubnet(PoolMake.block("s", "p", "10.0.0.0/28")));
    bench.refusedUnchanged(
        "NoPrefixAvailable",
        "any /28 of another project, within its quota, without space",
        () -> bench.driver().createSubnet(PoolMake.block("s", "p", 28).withProject("other")));
  }

  @RuleTest(
      value = "5.36",
      check = "whether a length that is not given is the pool's default at that moment")
  static void withoutALengthTheDefaultIsCut(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16").withPrefixLengths(20, 28, 26));
    PoolMake.created(bench, PoolMake.pool("v6", "2001:db8::/32"));
    bench.equal("the block", "10.0.0.0/26", PoolMake.cut(bench, "a", "p", null));
    bench.equal("the block", Cidr.parse("2001:db8::/64").toString(), v6Default(bench));
    PoolMake.pools(bench).updatePool(PoolMake.change("p").withPrefixLengths(null, null, 27));
    bench.equal("the next block", "10.0.0.64/27", PoolMake.cut(bench, "b", "p", null));
  }

  private static String v6Default(Bench bench) {
    return PoolMake.cut(bench, "c", "v6", null);
  }
}
