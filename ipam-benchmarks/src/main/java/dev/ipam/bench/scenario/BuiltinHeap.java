package dev.ipam.bench.scenario;

import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.measure.Spread;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/** What the built-in driver keeps on the heap; RocksDB's own memory is bounded by its settings. */
final class BuiltinHeap {
  private static final int BULK = 1 << 20;
  private static final double MIB = 1 << 20;
  private static final int COLLECTIONS = 4;
  private static final String UNIT = "MiB";
  private static final double DENSE_TARGET = 64;
  private static final double OWNED_TARGET = 256;

  private BuiltinHeap() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "builtin-heap-dense", "heap of 16 million allocations in a /8", BuiltinHeap::dense),
        new Scenario(
            "builtin-heap-owned",
            "heap of a million allocations with owners and keys",
            BuiltinHeap::owned));
  }

  private static List<Figure> dense(Bench bench) throws Exception {
    int bulks = bench.effort().of(16, 2, 1);
    int bulk = bench.effort().of(BULK, BULK, 1_000);
    try (Scratch store = Scratch.builtin(bench.directory(), "os")) {
      store.ipam().createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
      double before = used();
      for (int i = 0; i < bulks; i++) {
        // The last bulk ends before the broadcast address.
        store.ipam().allocateAll(AllocationRequest.bulk("a", bulk - (i == 15 ? 3 : 0)));
      }
      return List.of(
          figure(
              "builtin-heap-dense",
              (long) bulks * bulk + " allocations without owners",
              before,
              DENSE_TARGET));
    }
  }

  private static List<Figure> owned(Bench bench) throws Exception {
    int count = bench.effort().of(1_000_000, 100_000, 500);
    try (Scratch store = Scratch.builtin(bench.directory(), "os")) {
      store.ipam().createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
      double before = used();
      Fill.inParallel(
          count,
          i ->
              store
                  .ipam()
                  .allocate(
                      AllocationRequest.any("a").withOwner("owner-" + i).withKey("key-" + i)));
      return List.of(
          figure(
              "builtin-heap-owned",
              count + " allocations with owners and keys",
              before,
              OWNED_TARGET));
    }
  }

  private static Figure figure(String name, String what, double before, double target) {
    double after = used();
    return new Figure(
        name,
        "built-in, heap in all: " + what,
        new Reading("before", before, UNIT),
        new Reading("after", after, UNIT),
        Spread.of(after),
        new Target(false, target, UNIT),
        List.of());
  }

  /** What is left on the heap by a full collection. */
  @SuppressWarnings("SystemGc") // What is garbage must not be counted.
  private static double used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
  }
}
