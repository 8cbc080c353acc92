package dev.ipam.bench.scenario;

import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.Slice;
import dev.ipam.measure.Spread;
import dev.ipam.measure.SyncedLog;
import dev.ipam.request.SubnetRequest;
import java.util.List;
import java.util.Locale;

/** The built-in driver against what the disk allows. */
final class BuiltinRates {
  private static final int MANY = 32;

  private BuiltinRates() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "builtin-one",
            "built-in, durable, one caller, against a log on the same disk",
            bench -> List.of(against(bench, "builtin-one", 1, 0.8))),
        new Scenario(
            "builtin-32",
            "built-in, durable, 32 callers, against a log that they share",
            bench -> List.of(against(bench, "builtin-32", MANY, 0.7))));
  }

  private static Figure against(Bench bench, String name, int callers, double target)
      throws Exception {
    try (SyncedLog log = SyncedLog.growing(bench.directory());
        SyncedLog preallocated = SyncedLog.preallocated(bench.directory());
        Scratch store = Scratch.builtin(bench.directory(), "sync")) {
      store.ipam().createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
      Comparison best =
          bench.effort().alternation().compare(log.side(callers), preallocated.side(callers));
      Comparison sides =
          bench
              .effort()
              .alternation()
              .compare(
                  log.side(callers), Work.allocations(store.ipam(), "allocations", callers, "a"));
      return Figure.ofRates(
              name,
              "built-in, durable, " + callers + (callers == 1 ? " caller" : " callers"),
              sides,
              target)
          .withNote(
              String.format(
                  Locale.ROOT,
                  "a preallocated file, which no store here uses: %.0f /s, %.2f times the growing one",
                  Spread.of(best.measuredSlices(), Slice::rate).median(),
                  best.rateRatio().median()));
    }
  }
}
