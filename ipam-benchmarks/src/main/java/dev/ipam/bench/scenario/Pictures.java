package dev.ipam.bench.scenario;

import dev.ipam.bench.peer.Neutron;
import dev.ipam.bench.peer.PeerFigures;
import dev.ipam.bench.picture.Chart;
import dev.ipam.bench.picture.Series;
import dev.ipam.bench.picture.Series.Point;
import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Servers;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.Alternation;
import dev.ipam.measure.Callers;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.InsertLimit;
import dev.ipam.measure.Side;
import dev.ipam.measure.Slice;
import dev.ipam.measure.Spread;
import dev.ipam.measure.SteadyLoad;
import dev.ipam.measure.SyncedLog;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Measures what the pictures of docs/performance.md show, and draws them. */
public final class Pictures {
  private static final List<Integer> HELD = List.of(0, 4_000, 16_000, 32_000, 59_000);
  private static final List<Integer> CALLERS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int STEADY_CALLERS = 16;
  private static final int STEADY_RATE = 500;
  private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 99, 99.5, 99.9};
  private static final double MICROS = 1e3;

  private final Bench bench;
  private final String subtitle;

  /** Draws what is measured in a place, with a line that says where that is. */
  public Pictures(Bench bench, String subtitle) {
    this.bench = bench;
    this.subtitle = subtitle;
  }

  /** Measures and draws all, by the names of their files. */
  public Map<String, String> draw() throws Exception {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("fill.svg", fill().svg());
    all.put("callers.svg", callers().svg());
    all.put("latency.svg", latency().svg());
    return all;
  }

  /**
   * The median rate of some slices; nothing is compared in a picture, so that one side is enough.
   */
  private double rate(Side side) throws InterruptedException {
    Callers.run(side, bench.effort().slice().multipliedBy(4));
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < bench.effort().of(7, 3, 1); i++) {
      slices.add(Callers.run(side, bench.effort().slice().multipliedBy(2)));
    }
    return Spread.of(slices, Slice::rate).median();
  }

  private Chart fill() throws Exception {
    List<Point> builtin = new ArrayList<>();
    List<Point> reference = new ArrayList<>();
    List<Point> neutron = new ArrayList<>();
    List<Integer> steps = bench.effort() == Effort.SMOKE ? HELD.subList(0, 1) : HELD;
    boolean withNeutron = bench.effort() != Effort.SMOKE && Neutron.missing().isEmpty();
    JdbcEndpoint database = Servers.database(Engine.POSTGRESQL, bench.directory());
    try (Scratch ours = Scratch.builtin(bench.directory(), "sync");
        Scratch sql = Scratch.reference(bench.directory(), database)) {
      for (int held : steps) {
        builtin.add(new Point(held, micros(ours, held)));
        reference.add(new Point(held, micros(sql, held)));
      }
    }
    if (withNeutron) {
      try (Neutron peer = Neutron.start(Servers.database(Engine.POSTGRESQL, bench.directory()))) {
        for (int held : steps) {
          peer.subnet(held);
          neutron.add(new Point(held, 1e6 / rate(peer.allocations("Neutron"))));
          peer.drop();
        }
      }
    }
    List<Series> lines = new ArrayList<>();
    lines.add(Series.measured("built-in, durable", builtin));
    lines.add(Series.measured("reference on PostgreSQL", reference));
    lines.add(
        withNeutron
            ? Series.measured("Neutron's reference driver", neutron)
            : PeerFigures.neutronByFill());
    lines.addAll(PeerFigures.byFill());
    return Chart.of(
        "Time of one allocation by how full a /16 is",
        subtitle,
        "addresses held before",
        false,
        "microseconds",
        lines);
  }

  private double micros(Scratch store, int held) throws Exception {
    String subnet = "held-" + held;
    Fill.subnet(store.ipam(), subnet, "10.0.0.0/16", held);
    return 1e6 / rate(Work.allocationsGivenBack(store.ipam(), subnet, subnet));
  }

  private Chart callers() throws Exception {
    List<Point> log = new ArrayList<>();
    List<Point> builtin = new ArrayList<>();
    List<Point> inserts = new ArrayList<>();
    List<Point> reference = new ArrayList<>();
    JdbcEndpoint database = Servers.database(Engine.POSTGRESQL, bench.directory());
    try (Scratch ours = Scratch.builtin(bench.directory(), "sync");
        Scratch sql = Scratch.reference(bench.directory(), database)) {
      ours.ipam().createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      sql.ipam().createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      for (int callers : bench.effort() == Effort.SMOKE ? CALLERS.subList(0, 2) : CALLERS) {
        try (SyncedLog limit = SyncedLog.growing(bench.directory())) {
          Side store = Work.allocations(ours.ipam(), "a", callers, "a");
          inTurn(callers, limit.side(callers), log, store, builtin);
        }
        try (InsertLimit limit = Servers.limit(Engine.POSTGRESQL, database, callers)) {
          Side store = Work.allocations(sql.ipam(), "a", callers, "a");
          inTurn(callers, limit.side(), inserts, store, reference);
        }
      }
    }
    return Chart.of(
        "Allocations a second by number of callers, one subnet, durable",
        subtitle,
        "callers at once",
        true,
        "a second",
        List.of(
            Series.measured("limit: append, shared fdatasync", log),
            Series.measured("built-in", builtin),
            Series.measured("limit: insert, commit, each caller", inserts),
            Series.measured("reference on PostgreSQL", reference)));
  }

  private void inTurn(int callers, Side limit, List<Point> limits, Side store, List<Point> stores)
      throws InterruptedException {
    Alternation turns =
        new Alternation(
            bench.effort().of(15, 5, 1),
            bench.effort().slice(),
            bench.effort().slice().multipliedBy(8));
    Comparison sides = turns.compare(limit, store);
    limits.add(new Point(callers, Spread.of(sides.baselineSlices(), Slice::rate).median()));
    stores.add(new Point(callers, Spread.of(sides.measuredSlices(), Slice::rate).median()));
  }

  private Chart latency() throws Exception {
    JdbcEndpoint database = Servers.database(Engine.POSTGRESQL, bench.directory());
    List<Series> lines = new ArrayList<>();
    try (SyncedLog log = SyncedLog.growing(bench.directory());
        Scratch ours = Scratch.builtin(bench.directory(), "sync");
        Scratch sql = Scratch.reference(bench.directory(), database)) {
      ours.ipam().createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      sql.ipam().createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      lines.add(steady("limit: append, shared fdatasync", log.side(STEADY_CALLERS)));
      lines.add(steady("built-in", Work.allocations(ours.ipam(), "a", STEADY_CALLERS, "a")));
      lines.add(
          steady(
              "reference on PostgreSQL", Work.allocations(sql.ipam(), "a", STEADY_CALLERS, "a")));
    }
    return Chart.of(
        "Latency at " + STEADY_RATE + " allocations a second, from when each was due",
        subtitle,
        "one in so many takes longer",
        true,
        "microseconds",
        lines);
  }

  private Series steady(String label, Side side) throws InterruptedException {
    Callers.run(side, bench.effort().slice().multipliedBy(8));
    Duration length = Duration.ofMillis(bench.effort().of(20_000, 4_000, 100));
    Histogram latencies = new SteadyLoad(STEADY_RATE, length).run(side);
    List<Point> points = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      points.add(
          new Point(
              100 / (100 - percentile),
              Math.max(1, latencies.getValueAtPercentile(percentile)) / MICROS));
    }
    return Series.measured(label, points);
  }
}
