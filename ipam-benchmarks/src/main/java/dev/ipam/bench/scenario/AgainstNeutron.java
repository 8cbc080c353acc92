package dev.ipam.bench.scenario;

import dev.ipam.bench.peer.Neutron;
import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Servers;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.Alternation;
import dev.ipam.measure.Side;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Both drivers against Neutron's, all with one caller; the SQL ones on one PostgreSQL server. */
final class AgainstNeutron {
  private record Step(int held, double target) {}

  private static final List<Step> STEPS =
      List.of(
          new Step(0, 10), new Step(4_000, 400), new Step(16_000, 1_500), new Step(59_000, 4_000));

  private AgainstNeutron() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "neutron",
            "both drivers against Neutron's, in a /16 at several fills (needs python3-neutron)",
            AgainstNeutron::run));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    Optional<String> missing = Neutron.missing();
    if (missing.isPresent()) {
      System.err.println("NOT COVERED HERE: scenario neutron, which needs " + missing.get() + ".");
      return List.of();
    }
    Effort effort = bench.effort();
    Alternation turns =
        effort == Effort.SMOKE
            ? effort.alternation()
            : new Alternation(effort.of(7, 3, 1), Duration.ofMillis(400), Duration.ofMillis(1_500));
    JdbcEndpoint theirs = Servers.database(Engine.POSTGRESQL, bench.directory());
    JdbcEndpoint ours = Servers.database(Engine.POSTGRESQL, bench.directory());
    List<Figure> figures = new ArrayList<>();
    try (Neutron neutron = Neutron.start(theirs);
        Scratch reference = Scratch.reference(bench.directory(), ours);
        Scratch builtin = Scratch.builtin(bench.directory(), "sync")) {
      for (Step step : effort == Effort.SMOKE ? STEPS.subList(0, 1) : STEPS) {
        neutron.subnet(step.held);
        Side baseline = neutron.allocations("Neutron's driver on PostgreSQL");
        figures.add(compare(turns, step, baseline, reference, "reference on PostgreSQL"));
        figures.add(compare(turns, step, baseline, builtin, "built-in"));
        neutron.drop();
      }
    }
    return figures;
  }

  private static Figure compare(
      Alternation turns, Step step, Side baseline, Scratch store, String driver) throws Exception {
    String subnet = "held-" + step.held;
    Fill.subnet(store.ipam(), subnet, "10.0.0.0/16", step.held);
    Side measured = Work.allocationsGivenBack(store.ipam(), driver + ", durable", subnet);
    return Figure.ofRates(
        "neutron-" + step.held + "-" + store.ipam().driverName(),
        driver + " against Neutron's driver, /16, " + step.held + " held, one caller",
        turns.compare(baseline, measured),
        step.target);
  }
}
