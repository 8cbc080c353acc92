package dev.ipam.bench.scenario;

import dev.ipam.bench.store.Imports;
import dev.ipam.bench.store.Scratch;
import dev.ipam.measure.Spread;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to open a large store, and to get the first answer of it. */
final class BuiltinOpening {
  private static final int SUBNETS = 1_000;
  private static final double TARGET_SECONDS = 2;
  private static final int ROUNDS = 5;

  private BuiltinOpening() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "builtin-open",
            "opening 10 million allocations, in 1,000 subnets and in one, against an empty store",
            BuiltinOpening::run));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    int count = bench.effort().of(10_000_000, 1_000_000, 2_000);
    List<Figure> figures = new ArrayList<>();
    try (Scratch many = Scratch.builtin(bench.directory(), "sync")) {
      int subnets = Math.min(SUBNETS, count / 100);
      Imports.manySubnets(many.ipam(), subnets, count / subnets);
      figures.add(
          figure(
              bench,
              "builtin-open-many",
              count,
              subnets + " subnets",
              many,
              Imports.name(subnets / 2)));
    }
    try (Scratch one = Scratch.builtin(bench.directory(), "sync")) {
      Imports.oneSubnet(one.ipam(), count);
      figures.add(figure(bench, "builtin-open-one", count, "one /8", one, "s"));
    }
    return figures;
  }

  private static Figure figure(
      Bench bench, String name, int count, String where, Scratch filled, String subnet)
      throws Exception {
    List<Double> empty = new ArrayList<>();
    List<Double> full = new ArrayList<>();
    Scratch large = filled;
    try (Scratch made = Scratch.builtin(bench.directory(), "sync")) {
      made.ipam().createSubnet(SubnetRequest.of(subnet, "10.0.0.0/8"));
      Scratch small = made;
      for (int i = 0; i < Math.min(ROUNDS, bench.effort().rounds()); i++) {
        small = opened(small, subnet, empty);
        large = opened(large, subnet, full);
      }
      small.ipam().close();
    }
    large.ipam().close();
    double[] more = new double[empty.size()];
    for (int i = 0; i < more.length; i++) {
      more[i] = full.get(i) - empty.get(i);
    }
    return new Figure(
        name,
        "built-in, opening and first allocation, " + count + " allocations in " + where,
        new Reading("empty store", Spread.of(empty, each -> each).median(), "s"),
        new Reading("filled store", Spread.of(full, each -> each).median(), "s"),
        Spread.of(more),
        new Target(false, TARGET_SECONDS, "s more"),
        List.of());
  }

  private static Scratch opened(Scratch store, String subnet, List<Double> seconds) {
    store.ipam().close();
    long start = System.nanoTime();
    Scratch opened = store.reopened();
    opened.ipam().allocate(subnet);
    seconds.add((System.nanoTime() - start) / 1e9);
    return opened;
  }
}
