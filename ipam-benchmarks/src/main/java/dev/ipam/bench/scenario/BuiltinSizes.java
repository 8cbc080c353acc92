package dev.ipam.bench.scenario;

import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.Side;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/**
 * What an allocation of the built-in driver costs in full, large and many subnets. Measured without
 * syncs, which would hide the difference, and by the processor's time; each turn allocates and
 * releases.
 */
final class BuiltinSizes {
  private static final double TARGET = 1.25;
  private static final int NINE_TENTHS = 58_980;

  private BuiltinSizes() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("builtin-fill", "a /16 at 90 % against an empty one", BuiltinSizes::fill),
        new Scenario(
            "builtin-large",
            "a /8 against a /24",
            bench -> pair(bench, "builtin-large", "10.0.0.0/8", "a /8")),
        new Scenario(
            "builtin-ipv6",
            "a /64 against a /24",
            bench -> pair(bench, "builtin-ipv6", "2001:db8::/64", "a /64")),
        new Scenario("builtin-subnets", "100,000 subnets against one", BuiltinSizes::subnets));
  }

  private static List<Figure> fill(Bench bench) throws Exception {
    try (Scratch store = Scratch.builtin(bench.directory(), "os")) {
      Fill.subnet(store.ipam(), "empty", "10.1.0.0/16", 0);
      Fill.subnet(store.ipam(), "full", "10.2.0.0/16", NINE_TENTHS);
      return List.of(
          compare(
              bench,
              "builtin-fill",
              side(store, "empty /16", "empty"),
              side(store, "/16 at 90 %", "full")));
    }
  }

  private static List<Figure> pair(Bench bench, String name, String cidr, String label)
      throws Exception {
    try (Scratch store = Scratch.builtin(bench.directory(), "os")) {
      store.ipam().createSubnet(SubnetRequest.of("small", "192.0.2.0/24"));
      store.ipam().createSubnet(SubnetRequest.of("large", cidr));
      return List.of(
          compare(bench, name, side(store, "a /24", "small"), side(store, label, "large")));
    }
  }

  private static List<Figure> subnets(Bench bench) throws Exception {
    int count = bench.effort().of(100_000, 10_000, 100);
    try (Scratch one = Scratch.builtin(bench.directory(), "os");
        Scratch many = Scratch.builtin(bench.directory(), "os")) {
      Fill.subnets(one.ipam(), 1);
      Fill.subnets(many.ipam(), count);
      return List.of(
          compare(
              bench,
              "builtin-subnets",
              Work.pairsOverMany(one.ipam(), "one subnet", 1),
              Work.pairsOverMany(many.ipam(), count + " subnets, any at a time", count)));
    }
  }

  private static Side side(Scratch store, String label, String subnet) {
    return Work.pairs(store.ipam(), label, subnet);
  }

  private static Figure compare(Bench bench, String name, Side baseline, Side measured)
      throws InterruptedException {
    Comparison sides = bench.effort().alternation().compare(baseline, measured);
    return Figure.ofTimes(name, "built-in, allocate + release: " + measured.label(), sides, TARGET);
  }
}
