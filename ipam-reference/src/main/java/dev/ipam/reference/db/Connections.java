package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Gives connections back. */
public final class Connections {
  private Connections() {}

  /** Ends a transaction that only read, and gives its connection back. */
  public static void end(Connection connection, @Nullable Statement statement) {
    try (connection) {
      if (statement != null) {
        statement.close();
      }
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // Nothing depends on it: the pool drops a connection that is broken.
    }
  }
}
