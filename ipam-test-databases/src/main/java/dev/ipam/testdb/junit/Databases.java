package dev.ipam.testdb.junit;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.server.GaleraCluster;
import dev.ipam.testdb.server.MariaDbServer;
import dev.ipam.testdb.server.PostgresServer;
import dev.ipam.testdb.server.SqliteFiles;
import java.util.List;

/**
 * The databases of this JVM's tests: one server of each kind, started when it is first asked for
 * and shared by all tests, which get a database of their own on it.
 *
 * <p>A test that stops, kills or fills a server launches one for itself ({@link
 * PostgresServer#launch()} and the like). Safe for use by several threads.
 *
 * @since 0.1
 */
public final class Databases {
  private static final Lazy<PostgresServer> POSTGRESQL = new Lazy<>(PostgresServer::launch);
  private static final Lazy<MariaDbServer> MARIADB = new Lazy<>(MariaDbServer::launch);
  private static final Lazy<GaleraCluster> GALERA = new Lazy<>(GaleraCluster::launch);

  private Databases() {}

  /**
   * The kinds that tests run on here. The first call in a JVM prints a line that names those that
   * tests do not cover and why, if there are any.
   *
   * @return the kinds, in the order in which they are declared
   * @throws IllegalStateException when {@code IPAM_REQUIRE} names one that is missing here
   */
  public static List<Engine> available() {
    return Coverage.ofThisJvm().engines();
  }

  /**
   * Makes a fresh, empty database on the shared server of a kind.
   *
   * @param engine the kind
   * @return the database
   * @throws IllegalStateException when this kind is not available, or its server does not come up
   */
  public static TestDatabase create(Engine engine) {
    if (!available().contains(engine)) {
      throw new IllegalStateException("Tests do not run on " + engine.label() + " here.");
    }
    return switch (engine) {
      case SQLITE -> SqliteFiles.createDatabase();
      case POSTGRESQL -> POSTGRESQL.get().createDatabase();
      case MARIADB -> MARIADB.get().createDatabase();
      case GALERA -> GALERA.get().createDatabase();
    };
  }
}
