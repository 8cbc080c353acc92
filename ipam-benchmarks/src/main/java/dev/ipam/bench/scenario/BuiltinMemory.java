package dev.ipam.bench.scenario;

import dev.ipam.bench.memory.IndexPairs;
import dev.ipam.bench.peer.PeerFigures;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.Slice;
import dev.ipam.measure.Spread;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/** What an allocation costs where nothing waits for the disk, against go-ipam's figures. */
final class BuiltinMemory {
  private static final double TARGET_MICROS = 1;
  private static final String MICROS = "us";

  private BuiltinMemory() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "builtin-memory",
            "allocate + release in an empty /16, in memory: the index, and the whole driver",
            BuiltinMemory::run));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    try (Scratch store = Scratch.inMemory(bench.directory())) {
      store.ipam().createSubnet(SubnetRequest.of("a", "10.1.0.0/16"));
      Comparison sides =
          bench
              .effort()
              .alternation()
              .compare(
                  IndexPairs.side("the driver's index, in memory"),
                  Work.pairs(store.ipam(), "the whole driver, durability memory", "a"));
      return List.of(
          figure("builtin-memory-index", sides.baseline(), sides.baselineSlices()),
          figure("builtin-memory-driver", sides.measured(), sides.measuredSlices())
              .withNote(
                  "the facade, the driver with its tables, indexes and kept changes; as go-ipam in"
                      + " memory it keeps nothing beyond the process"));
    }
  }

  private static Figure figure(String name, String label, List<Slice> slices) {
    Spread micros = Spread.of(slices, slice -> slice.nanosEach() / 1e3);
    return new Figure(
        name,
        "allocate + release, empty /16, not durable, one thread",
        PeerFigures.GO_IPAM_PAIR,
        new Reading(label, micros.median(), MICROS),
        micros,
        new Target(false, TARGET_MICROS, MICROS),
        List.of());
  }
}
