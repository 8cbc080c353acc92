package dev.ipam.bench.scenario;

import dev.ipam.Ipam;
import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.measure.Side;
import dev.ipam.net.Cidr;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/** What it costs to cut a subnet out of a pool that is in use, against an empty one. */
final class SubnetPoolFill {
  private static final double TARGET = 1.5;
  private static final int LENGTH = 64;

  private SubnetPoolFill() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "builtin-pool",
            "a /64 out of a /32 of which a million are taken, against an empty pool",
            SubnetPoolFill::run));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    int taken = bench.effort().of(1_000_000, 50_000, 100);
    try (Scratch empty = Scratch.builtin(bench.directory(), "os");
        Scratch full = Scratch.builtin(bench.directory(), "os")) {
      pool(empty.ipam());
      pool(full.ipam());
      Fill.inParallel(
          taken, i -> full.ipam().createSubnet(SubnetRequest.fromPool("n" + i, "p", LENGTH)));
      return List.of(
          Figure.ofTimes(
              "builtin-pool",
              "built-in, create + remove a /64 of a /32 pool: " + taken + " taken",
              bench
                  .effort()
                  .alternation()
                  .compare(side(empty.ipam(), "empty pool"), side(full.ipam(), taken + " taken")),
              TARGET));
    }
  }

  private static void pool(Ipam ipam) {
    ipam.subnetPools().createPool(SubnetPoolRequest.of("p", Cidr.parse("2001:db8::/32")));
  }

  private static Side side(Ipam ipam, String label) {
    return Side.processing(
        label,
        caller -> {
          ipam.createSubnet(SubnetRequest.fromPool("one", "p", LENGTH));
          ipam.removeSubnet("one");
          return 1;
        });
  }
}
