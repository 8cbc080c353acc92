package dev.ipam.testdb.junit;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.server.PostgresServer;
import dev.ipam.testdb.server.SqliteFiles;
import java.util.List;

/**
 * The databases of this JVM's tests: one server of each kind, started when it is first asked for
 * and shared by all tests, which get a database of their own on it.
 *
 * <p>A test that stops, kills or fills a server launches one for itself ({@link
 * PostgresServer#launch()}). Safe for use by several threads.
 *
 * @since 0.1
 */
public final class Databases {
  private static final class SharedPostgres {
    static final PostgresServer SERVER = PostgresServer.launch();
  }

  private Databases() {}

  /**
   * The kinds that tests run on here.
   *
   * @return the kinds, in the order in which they are declared
   */
  public static List<Engine> available() {
    return List.of(Engine.SQLITE, Engine.POSTGRESQL);
  }

  /**
   * Makes a fresh, empty database.
   *
   * @param engine its kind
   * @return the database
   * @throws IllegalStateException when this kind is not available, or its server does not come up
   */
  public static TestDatabase create(Engine engine) {
    return switch (engine) {
      case SQLITE -> SqliteFiles.createDatabase();
      case POSTGRESQL -> SharedPostgres.SERVER.createDatabase();
      case MARIADB, GALERA ->
          throw new IllegalStateException("There is no " + engine.label() + " here.");
    };
  }
}
