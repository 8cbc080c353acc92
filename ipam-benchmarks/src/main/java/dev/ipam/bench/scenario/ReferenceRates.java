package dev.ipam.bench.scenario;

import dev.ipam.bench.store.AllocationStatements;
import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Servers;
import dev.ipam.bench.store.Work;
import dev.ipam.measure.InsertLimit;
import dev.ipam.measure.Side;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference driver against what its database allows. */
final class ReferenceRates {
  private static final int MANY_CALLERS = 64;
  private static final int CONNECTIONS = 8;
  private static final int MANY_SUBNETS = 1_000;
  private static final double ONE = 0.8;
  private static final double MANY = 3;
  private static final int CLIENTS = 100;
  private static final double NO_COLLAPSE = 0.5;

  private ReferenceRates() {}

  static List<Scenario> all() {
    return List.of(
        one(Engine.SQLITE),
        one(Engine.POSTGRESQL),
        new Scenario(
            "postgresql-64",
            "reference on PostgreSQL, 64 callers, against inserts on 8 connections",
            ReferenceRates::many),
        new Scenario(
            "clients",
            "100 clients of one store on PostgreSQL, one caller each, against one client",
            ReferenceRates::clients));
  }

  /** Each client is a driver of its own, with connections of its own; all are in this process. */
  private static List<Figure> clients(Bench bench) throws Exception {
    int count = bench.effort().of(CLIENTS, CLIENTS, 3);
    JdbcEndpoint database = Servers.database(Engine.POSTGRESQL, bench.directory());
    List<Scratch> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        all.add(Scratch.reference(bench.directory(), database));
      }
      all.get(0).ipam().createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      AllocationRequest request = AllocationRequest.any("a").withOwner("port");
      Side one = Work.allocations(all.get(0).ipam(), "one client, one caller", 1, "a");
      Side many =
          new Side(
              count + " clients, one caller each",
              count,
              caller -> {
                all.get(caller).ipam().allocate(request);
                return 1;
              });
      return List.of(
          Figure.ofRates(
              "clients",
              "reference on PostgreSQL, all clients together against one",
              bench.effort().alternation().compare(one, many),
              NO_COLLAPSE));
    } finally {
      for (Scratch each : all) {
        each.close();
      }
    }
  }

  private static Scenario one(Engine engine) {
    String name = ReferenceFill.prefix(engine) + "-one";
    String what = "reference on " + ReferenceFill.title(engine) + ", one caller";
    return new Scenario(
        name,
        what + ", against insert and commit of one row",
        bench -> {
          Path directory = Files.createTempDirectory(bench.directory(), "one-");
          JdbcEndpoint database = Servers.database(engine, directory);
          try (Scratch store = Scratch.reference(directory, database);
              InsertLimit limit = Servers.limit(engine, database, 1)) {
            store.ipam().createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
            Side measured = Work.allocations(store.ipam(), "allocations", 1, "a");
            List<Figure> figures = new ArrayList<>();
            figures.add(
                Figure.ofRates(
                    name, what, bench.effort().alternation().compare(limit.side(), measured), ONE));
            if (engine == Engine.POSTGRESQL) {
              figures.add(statements(bench, database, limit));
            }
            return figures;
          } finally {
            Scratch.delete(directory);
          }
        });
  }

  /** What the target would want of the same statements without the driver. */
  private static Figure statements(Bench bench, JdbcEndpoint database, InsertLimit limit)
      throws Exception {
    try (AllocationStatements statements = new AllocationStatements(database)) {
      return Figure.ofRates(
          "postgresql-one-statements",
          "the statements of such an allocation, without the driver",
          bench.effort().alternation().compare(limit.side(), statements.side()),
          ONE);
    }
  }

  private static List<Figure> many(Bench bench) throws Exception {
    JdbcEndpoint database = Servers.database(Engine.POSTGRESQL, bench.directory());
    try (Scratch store = Scratch.reference(bench.directory(), database);
        InsertLimit limit = Servers.limit(Engine.POSTGRESQL, database, CONNECTIONS)) {
      int subnets = bench.effort().of(MANY_SUBNETS, MANY_SUBNETS, 10);
      store.ipam().createSubnet(SubnetRequest.of("a", "11.0.0.0/8"));
      Fill.wideSubnets(store.ipam(), subnets);
      List<Figure> figures = new ArrayList<>();
      figures.add(
          Figure.ofRates(
              "postgresql-64-one-subnet",
              "reference on PostgreSQL, 64 callers, one subnet",
              bench
                  .effort()
                  .alternation()
                  .compare(
                      limit.side(),
                      Work.allocations(store.ipam(), "allocations", MANY_CALLERS, "a")),
              MANY));
      figures.add(
          Figure.ofRates(
              "postgresql-64-many-subnets",
              "reference on PostgreSQL, 64 callers, " + subnets + " subnets",
              bench
                  .effort()
                  .alternation()
                  .compare(
                      limit.side(),
                      Work.allocationsOverMany(store.ipam(), "allocations", MANY_CALLERS, subnets)),
              MANY));
      return figures;
    }
  }
}
