package dev.ipam.bench.scenario;

import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Servers;
import dev.ipam.error.UnavailableException;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.InsertLimit;
import dev.ipam.measure.Side;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Callers on all three nodes of a cluster against the same callers on one of them. */
final class GaleraNodes {
  private static final int CALLERS = 24;
  private static final int NODES = 3;
  private static final int MANY_SUBNETS = 300;
  private static final String CONFLICTS =
      "SELECT sum(variable_value) FROM information_schema.global_status WHERE variable_name IN"
          + " ('WSREP_LOCAL_CERT_FAILURES', 'WSREP_LOCAL_BF_ABORTS')";

  private GaleraNodes() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "galera",
            "Galera: callers on three nodes against one (needs MariaDB and Galera)",
            GaleraNodes::run));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    if (!Databases.available().contains(Engine.GALERA)) {
      System.err.println("NOT COVERED HERE: scenario galera, which needs MariaDB and Galera.");
      return List.of();
    }
    TestDatabase cluster = Servers.cluster(Engine.GALERA);
    try (Scratch first = Scratch.reference(bench.directory(), cluster.endpoint(0));
        Scratch second = Scratch.reference(bench.directory(), cluster.endpoint(1));
        Scratch third = Scratch.reference(bench.directory(), cluster.endpoint(2))) {
      List<Scratch> all = List.of(first, second, third);
      int subnets = bench.effort().of(MANY_SUBNETS, MANY_SUBNETS, 10);
      Fill.wideSubnets(first.ipam(), subnets);
      first.ipam().createSubnet(SubnetRequest.of("hot", "2001:db8:1::/64"));
      return List.of(
          inserts(bench, cluster),
          compare(bench, cluster, all, "galera-many-subnets", subnets, 1),
          compare(bench, cluster, all, "galera-one-subnet", 0, 0.3));
    }
  }

  /** What the cluster makes of the nodes where no two transactions touch the same row. */
  private static Figure inserts(Bench bench, TestDatabase cluster) throws Exception {
    try (InsertLimit one = Servers.limit(cluster, 1, CALLERS);
        InsertLimit three = Servers.limit(cluster, NODES, CALLERS)) {
      return Figure.ofRates(
          "galera-inserts",
          "Galera without the driver: insert of one row and commit, each a row of its own",
          bench
              .effort()
              .alternation()
              .compare(
                  labelled(CALLERS + " connections to one node", one.side()),
                  labelled(CALLERS / NODES + " connections to each of three nodes", three.side())),
          1);
    }
  }

  private static Side labelled(String label, Side side) {
    return new Side(label, side.callers(), side.turn());
  }

  private static Figure compare(
      Bench bench, TestDatabase cluster, List<Scratch> all, String name, int subnets, double target)
      throws Exception {
    long before = conflicts(cluster);
    LongAdder refused = new LongAdder();
    String what = subnets == 0 ? "one hot subnet" : subnets + " subnets";
    Comparison sides =
        bench
            .effort()
            .alternation()
            .compare(
                side(CALLERS + " callers on one node", all.subList(0, 1), subnets, refused),
                side(CALLERS + " callers on three nodes", all, subnets, refused));
    long retries = conflicts(cluster) - before;
    long done = sides.measuredSlices().stream().mapToLong(slice -> slice.operations()).sum();
    return Figure.ofRates(name, "reference on Galera, " + what, sides, target)
        .withNote(
            retries
                + " transactions met another and were tried again, for "
                + done
                + " allocations on three nodes and those of the warm-up; "
                + refused
                + " were given up as Unavailable");
  }

  /** What a client is refused under contention is not counted as done, but by itself. */
  private static Side side(String label, List<Scratch> nodes, int subnets, LongAdder refused) {
    return new Side(
        label,
        CALLERS,
        caller -> {
          String subnet = subnets == 0 ? "hot" : "s" + ThreadLocalRandom.current().nextInt(subnets);
          try {
            nodes
                .get(caller % nodes.size())
                .ipam()
                .allocate(AllocationRequest.any(subnet).withOwner("port-" + caller));
            return 1;
          } catch (UnavailableException e) {
            refused.increment();
            return 0;
          }
        });
  }

  private static long conflicts(TestDatabase cluster) throws SQLException {
    long sum = 0;
    for (int node = 0; node < NODES; node++) {
      JdbcEndpoint endpoint = cluster.endpoint(node);
      try (Connection connection = endpoint.connect();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(CONFLICTS)) {
        row.next();
        sum += row.getLong(1);
      }
    }
    return sum;
  }
}
