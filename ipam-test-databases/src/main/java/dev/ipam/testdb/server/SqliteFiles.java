package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import java.nio.file.Path;
import java.util.List;

/**
 * SQLite databases, each a file in a directory of its own. There is no server to stop or kill.
 *
 * @since 0.1
 */
public final class SqliteFiles {
  private SqliteFiles() {}

  /**
   * Names a file that does not exist yet; SQLite makes it with the first connection.
   *
   * @return the database
   */
  public static TestDatabase createDatabase() {
    Path directory = RunDirectory.get().makeOwnDirectory("sqlite");
    JdbcEndpoint endpoint = new JdbcEndpoint("jdbc:sqlite:" + directory.resolve("ipam.db"), "", "");
    return new TestDatabase(
        Engine.SQLITE, directory.getFileName().toString(), List.of(endpoint), endpoint);
  }
}
