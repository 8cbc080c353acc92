package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Rules 5.21 to 5.23 and 5.34: what a project may take of a pool. */
final class QuotaRules {
  private QuotaRules() {}

  private static final int THREADS = 8;

  @RuleTest(
      value = "5.21",
      check = "whether the quota sums the subnets of the request's project, not of the pool's")
  static void theQuotaCountsWhatTheAskingProjectHolds(Bench bench) {
    PoolMake.created(
        bench,
        PoolMake.pool("p", "10.0.0.0/16").withProject("owner").withQuota(PoolMake.units(256)));
    bench.driver().createSubnet(PoolMake.block("a", "p", 24).withProject("owner"));
    bench.driver().createSubnet(PoolMake.block("b", "p", 24).withProject("guest"));
    for (String project : List.of("owner", "guest")) {
      IpamException error =
          bench.refusedUnchanged(
              "QuotaExceeded",
              "one more /28 for " + project + ", which holds a /24 under a quota of 256",
              () -> bench.driver().createSubnet(PoolMake.block("c", "p", 28).withProject(project)));
      bench.field(error, "project", project);
    }
    bench.driver().createSubnet(PoolMake.block("c", "p", 24).withProject("third"));
    bench.driver().removeSubnet("b", false);
    bench.driver().createSubnet(PoolMake.block("b", "p", 24).withProject("guest"));
  }

  @RuleTest(
      value = "5.22",
      check = {
        "whether units are rounded: a /96 is 2^-32 of a unit of an IPv6 pool",
        "whether sums are made in floating point; use QuotaUnits or whole numbers"
      })
  static void unitsAreCountedExactly(Bench bench) {
    PoolMake.created(
        bench,
        PoolMake.pool("v6", "2001:db8::/32")
            .withPrefixLengths(64, 128, 64)
            .withQuota(PoolMake.units(1)));
    bench.driver().createSubnet(PoolMake.block("a", "v6", 128));
    bench.equal("what a /128 takes", PoolMake.quota("::/128"), used(bench));
    bench.refusedUnchanged(
        "QuotaExceeded",
        "a /64 of a quota of one /64 of which one address is used",
        () -> bench.driver().createSubnet(PoolMake.block("b", "v6", 64)));
    bench.driver().createSubnet(PoolMake.block("b", "v6", 65));
    bench.driver().removeSubnet("a", false);
    bench.driver().createSubnet(PoolMake.block("c", "v6", 65));
    bench.equal("what two /65 take", PoolMake.quota("::/64"), used(bench));
    bench.refusedUnchanged(
        "QuotaExceeded",
        "a /128 when the quota is used up",
        () -> bench.driver().createSubnet(PoolMake.block("d", "v6", 128)));
  }

  private static Object used(Bench bench) {
    return PoolMake.usage(bench, "v6").allocated();
  }

  @RuleTest(
      value = "5.23",
      check = "whether the comparison is used + requested > quota, and the error carries all three")
  static void exactlyTheQuotaIsGranted(Bench bench) {
    PoolMake.created(bench, PoolMake.pool("p", "10.0.0.0/16").withQuota(PoolMake.units(256)));
    bench.driver().createSubnet(PoolMake.block("a", "p", 25));
    IpamException error =
        bench.refusedUnchanged(
            "QuotaExceeded",
            "a /24 with a /25 held, under a quota of 256",
            () -> bench.driver().createSubnet(PoolMake.block("b", "p", 24)));
    bench.field(error, "pool_id", "p");
    bench.field(error, "used", "128");
    bench.field(error, "requested", "256");
    bench.field(error, "limit", "256");
    bench.driver().createSubnet(PoolMake.block("b", "p", "10.0.0.128/25"));
    bench.refusedUnchanged(
        "QuotaExceeded",
        "a /32 when the quota is used up",
        () -> bench.driver().createSubnet(PoolMake.block("c", "p", 32)));
    PoolMake.pools(bench).updatePool(PoolMake.change("p").withQuota(PoolMake.units(0)));
    bench.driver().createSubnet(PoolMake.block("c", "p", 24));
  }

  @RuleTest(
      value = "5.34",
      check = {
        "whether space and quota are decided by one compare-and-set on a row of the pool, in the"
            + " transaction that writes the subnet",
        "whether a lost race is tried again before the request is refused"
      })
  static void racesForTheLastSpaceNeitherExceedNorWaste(Bench bench) {
    for (int round = 0; round < 3; round++) {
      String space = "space" + round;
      PoolMake.created(bench, PoolMake.pool(space, "10.0.0.0/26"));
      raced(bench, space, 4, "NoPrefixAvailable", PoolMake.quota("10.0.0.0/26").toString());
      String quota = "quota" + round;
      PoolMake.created(bench, PoolMake.pool(quota, "10.0.0.0/16").withQuota(PoolMake.units(48)));
      raced(bench, quota, 3, "QuotaExceeded", "48");
    }
  }

  private static void raced(Bench bench, String pool, int room, String code, String used) {
    List<Callable<?>> calls =
        IntStream.range(0, THREADS)
            .<Callable<?>>mapToObj(
                i ->
                    () ->
                        bench
                            .driver()
                            .createSubnet(PoolMake.block(pool + "-" + i, pool, 28))
                            .cidr()
                            .toString())
            .toList();
    Set<Object> cut = new HashSet<>();
    int served = 0;
    for (Outcome<Object> each : bench.atOnce(calls.toArray(Callable[]::new))) {
      if (each.succeeded()) {
        served++;
        bench.require(cut.add(each.value()), "blocks cut at once differ", each + " was cut twice");
      } else {
        bench.require(
            each.toString().contains(code),
            "a request that finds nothing left fails with " + code,
            each.toString());
      }
    }
    bench.equal(
        "how many of " + THREADS + " that race for room for " + room + " are served", room, served);
    bench.equal("what is allocated", used, PoolMake.usage(bench, pool).allocated().toString());
  }
}
