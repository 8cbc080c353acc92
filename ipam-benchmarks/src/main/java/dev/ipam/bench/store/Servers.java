package dev.ipam.bench.store;

import dev.ipam.measure.InsertLimit;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases to measure in; PostgreSQL and MariaDB are servers of this process, which sync. */
public final class Servers {
  private static final String LIMIT_TABLE = "ipam_bench_limit";

  private Servers() {}

  /**
   * Makes a fresh database.
   *
   * @param engine the kind
   * @param directory where SQLite's file is made
   */
  public static JdbcEndpoint database(Engine engine, Path directory) {
    if (engine == Engine.SQLITE) {
      return new JdbcEndpoint("jdbc:sqlite:" + directory.resolve("ipam.db"), "", "");
    }
    return cluster(engine).endpoint();
  }

  /** Makes a fresh database on a server, or on each node of a cluster. */
  public static TestDatabase cluster(Engine engine) {
    return Databases.create(engine);
  }

  /**
   * The limit of such a database. SQLite has one writer a file, so its limit gets a file of its own
   * beside the store's.
   */
  public static InsertLimit limit(Engine engine, JdbcEndpoint database, int connections)
      throws SQLException {
    if (engine != Engine.SQLITE) {
      return InsertLimit.open(database::connect, LIMIT_TABLE, connections);
    }
    JdbcEndpoint beside = new JdbcEndpoint(database.url().replace("ipam.db", "limit.db"), "", "");
    return InsertLimit.open(() -> durable(beside), LIMIT_TABLE, connections);
  }

  /**
   * The limit of a cluster, on connections to its first nodes in turn. Its table is there on each
   * of them before anything is measured.
   */
  public static InsertLimit limit(TestDatabase cluster, int nodes, int connections)
      throws SQLException {
    AtomicInteger next = new AtomicInteger();
    return InsertLimit.open(
        () -> caughtUp(cluster.endpoint(next.getAndIncrement() % nodes)),
        LIMIT_TABLE + "_of_" + nodes,
        connections);
  }

  private static Connection caughtUp(JdbcEndpoint node) throws SQLException {
    Connection connection = node.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION wsrep_sync_wait = 1");
      statement.execute("SELECT 1 FROM information_schema.tables LIMIT 1");
      statement.execute("SET SESSION wsrep_sync_wait = 0");
    }
    return connection;
  }

  private static Connection durable(JdbcEndpoint file) throws SQLException {
    Connection connection = file.connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    return connection;
  }
}
