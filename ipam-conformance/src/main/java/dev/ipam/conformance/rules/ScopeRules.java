package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SubnetPool;
import dev.ipam.spi.AddressScopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 5.31 to 5.33 and 5.35: address scopes. */
final class ScopeRules {
  private ScopeRules() {}

  private static final AddressScope V4 = new AddressScope("v4", "net", IpFamily.IPV4, true);
  private static final String OVERLAP =
      "whether the prefixes of all pools of the scope are compared, in the transaction that writes";

  private static AddressScopes scopes(Bench bench) {
    return bench.part(AddressScopes.class);
  }

  @RuleTest(
      value = "5.31",
      check = {
        "whether every field of a scope is stored",
        "whether removal counts the pools of the scope, and creation fails on an id that is there"
      })
  static void aScopeLivesAsAPoolDoes(Bench bench) {
    AddressScope made = scopes(bench).createScope(V4);
    bench.equal("what creation returned", V4, made);
    AddressScope six = new AddressScope("V6", "other", IpFamily.IPV6, false);
    scopes(bench).createScope(six);
    IpamException exists =
        bench.refusedUnchanged(
            "AddressScopeAlreadyExists",
            "creating another scope v4",
            () -> scopes(bench).createScope(new AddressScope("v4", "x", IpFamily.IPV6, false)));
    bench.field(exists, "scope_id", "v4");
    V4.definition().forEach((name, value) -> bench.field(exists, name, value));
    bench.reopen();
    bench.equal("the scope after reopening", V4, scopes(bench).scope("v4"));
    try (Stream<AddressScope> all = scopes(bench).scopes()) {
      bench.equal("the scopes, listed by id", List.of(six, V4), all.toList());
    }
    unknown(bench);
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16").withScopeId("v4"));
    IpamException used =
        bench.refusedUnchanged(
            "AddressScopeInUse",
            "removing a scope with a pool",
            () -> {
              scopes(bench).removeScope("v4");
              return "removed";
            });
    bench.field(used, "scope_id", "v4");
    bench.field(used, "pools", 1);
    PoolMake.pools(bench).removePool("p");
    scopes(bench).removeScope("v4");
    bench.refused(
        "AddressScopeNotFound", "the scope after removal", () -> scopes(bench).scope("v4"));
  }

  private static void unknown(Bench bench) {
    Map<String, Runnable> asked =
        Map.of(
            "looking it up", () -> scopes(bench).scope("none"),
            "removing it", () -> scopes(bench).removeScope("none"),
            "a pool in it",
                () ->
                    PoolMake.created(bench, PoolMake.pool("q", "10.0.0.0/16").withScopeId("none")));
    asked.forEach(
        (what, call) ->
            bench.field(bench.refused("AddressScopeNotFound", what, call), "scope_id", "none"));
    bench.refused("SubnetPoolNotFound", "the pool", () -> PoolMake.pools(bench).pool("q"));
  }

  @RuleTest(
      value = "5.32",
      check = "whether the pool's family is compared with the scope's; SubnetPool.check does it")
  static void aScopeOfTheOtherFamilyIsRefused(Bench bench) {
    scopes(bench).createScope(V4);
    PoolMake.created(bench, PoolMake.pool("six", "2001:db8::/32"));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "creating an IPv6 pool in an IPv4 scope",
        () -> PoolMake.created(bench, PoolMake.pool("p", "2001:db8:1::/48").withScopeId("v4")));
    bench.refusedUnchanged(
        "InvalidSubnetRequest",
        "moving an IPv6 pool into an IPv4 scope",
        () ->
            PoolMake.pools(bench)
                .updatePool(PoolMake.change("six").withScope(ScopeChoice.of("v4"))));
  }

  @RuleTest(
      value = "5.33",
      check = {OVERLAP, "whether a pool is compared with itself when it is updated"})
  static void poolsOfAScopeDoNotOverlap(Bench bench) {
    scopes(bench).createScope(V4);
    PoolMake.created(
        bench, PoolMake.pool("first", "10.0.0.0/16", "192.0.2.0/24").withScopeId("v4"));
    for (String prefix : List.of("10.0.0.0/16", "10.0.9.0/24", "10.0.0.0/8", "192.0.2.255/32")) {
      overlaps(
          bench,
          "creating a pool of " + prefix,
          () ->
              PoolMake.created(
                  bench, PoolMake.pool("p", prefix, "172.16.0.0/16").withScopeId("v4")));
    }
    PoolMake.created(bench, PoolMake.pool("inside", "172.16.0.0/16").withScopeId("v4"));
    overlaps(
        bench,
        "giving a pool of the scope some of another's space",
        () ->
            PoolMake.pools(bench)
                .updatePool(
                    PoolMake.change("inside")
                        .withPrefixes(PoolMake.cidrs("172.16.0.0/16", "10.0.255.0/24"))));
    PoolMake.created(bench, PoolMake.pool("outside", "10.0.0.0/24"));
    overlaps(
        bench,
        "moving a pool with some of another's space into the scope",
        () ->
            PoolMake.pools(bench)
                .updatePool(PoolMake.change("outside").withScope(ScopeChoice.of("v4"))));
    // A pool is no obstacle to itself, a neighbour is none, and leaving is always possible.
    PoolMake.pools(bench)
        .updatePool(
            PoolMake.change("first").withPrefixes(PoolMake.cidrs("10.0.0.0/15", "192.0.2.0/24")));
    PoolMake.created(bench, PoolMake.pool("next", "10.2.0.0/15").withScopeId("v4"));
    PoolMake.pools(bench).updatePool(PoolMake.change("first").withScope(ScopeChoice.NONE));
    PoolMake.pools(bench).updatePool(PoolMake.change("outside").withScope(ScopeChoice.of("v4")));
  }

  private static void overlaps(Bench bench, String what, Callable<?> call) {
    IpamException error = bench.refusedUnchanged("PrefixOverlap", what, call);
    bench.field(error, "scope_id", "v4");
    bench.field(error, "other_pool_id", "first");
  }

  @RuleTest(
      value = "5.35",
      check = {
        OVERLAP,
        "whether both writes touch one row of the scope by compare-and-set; comparing alone is write"
            + " skew"
      })
  static void racesIntoOneScopeDoNotEndOverlapping(Bench bench) {
    scopes(bench).createScope(V4);
    for (int round = 0; round < 3; round++) {
      String prefix = "10." + round + ".0.0/16";
      String outside = "outside" + round;
      PoolMake.created(bench, PoolMake.pool(outside, prefix));
      List<Callable<?>> calls = new ArrayList<>();
      calls.add(
          () ->
              PoolMake.pools(bench)
                  .updatePool(PoolMake.change(outside).withScope(ScopeChoice.of("v4"))));
      int own = round;
      IntStream.range(0, 4)
          .forEach(
              i ->
                  calls.add(
                      () ->
                          PoolMake.created(
                              bench,
                              PoolMake.pool("p" + own + "-" + i, "10." + own + ".0.0/" + (20 + i))
                                  .withScopeId("v4"))));
      List<Outcome<Object>> ends = bench.atOnce(calls.toArray(Callable[]::new));
      for (Outcome<Object> each : ends) {
        bench.require(
            each.succeeded() || each.toString().contains("PrefixOverlap"),
            "a pool that loses the race into a scope fails with PrefixOverlap",
            each.toString());
      }
      disjoint(bench);
      bench.require(
          ends.stream().anyMatch(Outcome::succeeded),
          "one of the pools that race into an empty part of a scope gets in",
          ends.toString());
    }
  }

  private static void disjoint(Bench bench) {
    List<SubnetPool> pools;
    try (Stream<SubnetPool> all = PoolMake.pools(bench).pools()) {
      pools = all.filter(pool -> "v4".equals(pool.scopeId())).toList();
    }
    for (SubnetPool one : pools) {
      for (SubnetPool other : pools) {
        boolean overlap =
            !one.id().equals(other.id())
                && one.prefixes().stream()
                    .anyMatch(mine -> other.prefixes().stream().anyMatch(mine::overlaps));
        bench.require(
            !overlap,
            "pools of one scope do not overlap",
            one.id() + " has " + one.prefixes() + ", " + other.id() + " has " + other.prefixes());
      }
    }
  }
}
