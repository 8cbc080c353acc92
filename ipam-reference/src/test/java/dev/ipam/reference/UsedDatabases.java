package dev.ipam.reference;

import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Schema;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Databases whose store a test of the kit has done with, for the next one: to make the tables takes
 * longer than most tests. Emptied, they are as they were when the driver had just made its tables
 * and had not yet written the row of the store, which an opening completes.
 */
final class UsedDatabases {
  private static final String HISTORY = "ipam_schema_history";

  /** To delete more takes longer than to make the tables again. */
  private static final int MOST_ROWS = 5_000;

  private static final Map<Engine, Queue<TestDatabase>> LEFT = new EnumMap<>(Engine.class);

  static {
    for (Engine engine : Engine.values()) {
      LEFT.put(engine, new ConcurrentLinkedQueue<>());
    }
  }

  private UsedDatabases() {}

  /** An empty database, or one with the driver's tables and nothing in them. */
  static TestDatabase take(Engine engine) {
    Queue<TestDatabase> left = LEFT.get(engine);
    TestDatabase database = null;
    for (int i = left.size(); database == null && i > 0; i--) {
      TestDatabase used = left.poll();
      if (used == null) {
        break;
      }
      switch (empty(used)) {
        case EMPTY -> database = used;
        case IN_USE -> left.add(used);
        case SPOILT -> {
          // Nobody uses it again.
        }
      }
    }
    if (database == null) {
      database = Databases.create(engine);
    }
    return database;
  }

  /** Leaves one to the next test; a file is made faster than it is emptied. */
  static void giveBack(TestDatabase database) {
    if (database.engine() != Engine.SQLITE) {
      LEFT.get(database.engine()).add(database);
    }
  }

  private enum Found {
    EMPTY,
    IN_USE,
    SPOILT
  }

  private static Found empty(TestDatabase database) {
    boolean postgresql = database.engine() == Engine.POSTGRESQL;
    try (Connection connection = database.witness()) {
      if (hasOthers(connection, postgresql)) {
        return Found.IN_USE;
      }
      for (int node = 1; node < database.endpoints().size(); node++) {
        try (Connection there = database.endpoint(node).connect()) {
          if (hasOthers(there, postgresql)) {
            return Found.IN_USE;
          }
        }
      }
      connection.setAutoCommit(false);
      Found found = empty(connection, postgresql);
      connection.commit();
      return found;
    } catch (SQLException e) {
      if (Failure.of(e).isTransient()) {
        // A node of a cluster has not applied all that was written on another one.
        return Found.IN_USE;
      }
      throw new IllegalStateException(database + " cannot be emptied", e);
    }
  }

  /** Whether any other session is in it: what that still sends would be found by the next one. */
  private static boolean hasOthers(Connection connection, boolean postgresql) throws SQLException {
    return number(
            connection,
            postgresql
                ? "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid()"
                : "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE()"
                    + " AND id <> CONNECTION_ID()")
        > 0;
  }

  private static Found empty(Connection connection, boolean postgresql) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = "
                    + (postgresql ? "current_schema()" : "DATABASE()"))) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    if (tables.isEmpty()) {
      return Found.EMPTY;
    }
    boolean whole =
        tables.remove(HISTORY)
            && tables.stream().allMatch(each -> each.startsWith("ipam_"))
            && number(
                    connection,
                    "SELECT COUNT(*) FROM "
                        + HISTORY
                        + " WHERE success AND version = '"
                        + Schema.VERSION
                        + "'")
                == 1
            && number(
                    connection,
                    "SELECT COUNT(*) FROM (SELECT 1 FROM ipam_allocation LIMIT "
                        + (MOST_ROWS + 1)
                        + ") AS few")
                <= MOST_ROWS;
    if (!whole) {
      return Found.SPOILT;
    }
    try (Statement statement = connection.createStatement()) {
      for (String table : tables) {
        statement.execute("DELETE FROM " + table);
      }
    }
    return Found.EMPTY;
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
