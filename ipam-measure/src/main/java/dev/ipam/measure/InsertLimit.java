package dev.ipam.measure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a store in a database does: insert one row, commit. It shows what a database
 * allows, on a number of connections that each insert rows of their own.
 *
 * <p>Its table is made when it is opened, and dropped when it is closed.
 */
public final class InsertLimit implements AutoCloseable {
  /** Opens connections to the database. */
  @FunctionalInterface
  public interface Source {
    /**
     * Opens one.
     *
     * @return a new connection, durable as the store's own
     * @throws SQLException if the database refuses
     */
    Connection connect() throws SQLException;
  }

  private record Writer(Connection connection, PreparedStatement insert) {}

  private final String table;
  private final Source source;
  private final List<Writer> writers = new ArrayList<>();
  private final AtomicLong next = new AtomicLong();

  private InsertLimit(String table, Source source) {
    this.table = table;
    this.source = source;
  }

  /**
   * Makes the table.
   *
   * @param source opens connections
   * @param name a name that no other table of the database has: letters, digits and underscores
   * @param connections how many connections insert
   * @return the limit
   * @throws SQLException if the database refuses
   * @throws IllegalArgumentException if the name has anything else in it
   */
  public static InsertLimit open(Source source, String name, int connections) throws SQLException {
    if (!name.matches("[a-z][a-z0-9_]{0,40}")) {
      throw new IllegalArgumentException(name + " cannot be the name of a table.");
    }
    InsertLimit limit = new InsertLimit(name, source);
    try {
      limit.execute(
          "CREATE TABLE "
              + name
              + " (subnet BIGINT NOT NULL, address BIGINT NOT NULL, owner VARCHAR(64),"
              + " PRIMARY KEY (subnet, address))");
      for (int i = 0; i < connections; i++) {
        Connection connection = source.connect();
        connection.setAutoCommit(false);
        limit.writers.add(
            new Writer(
                connection,
                connection.prepareStatement("INSERT INTO " + name + " VALUES (1, ?, ?)")));
      }
      return limit;
    } catch (SQLException e) {
      limit.closeAfter(e);
      throw e;
    }
  }

  /**
   * Returns callers of which each inserts a row and commits it in every turn, on a connection of
   * its own.
   *
   * @return the side
   */
  public Side side() {
    int callers = writers.size();
    return new Side(
        callers == 1
            ? "insert of one row and commit"
            : "insert of one row and commit, on " + callers + " connections",
        callers,
        caller -> {
          Writer writer = writers.get(caller);
          writer.insert.setLong(1, next.incrementAndGet());
          writer.insert.setString(2, "port-" + caller);
          writer.insert.executeUpdate();
          writer.connection.commit();
          return 1;
        });
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void closeAfter(SQLException failure) {
    try {
      close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes the connections and drops the table. */
  @Override
  public void close() throws SQLException {
    for (Writer writer : writers) {
      writer.connection.close();
    }
    writers.clear();
    execute("DROP TABLE IF EXISTS " + table);
  }
}
