package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection. Every text is constant; what varies is bound.
 *
 * <p>Not safe for use by several threads. Whatever fails throws {@link SqlFailure}.
 */
public final class Sql implements AutoCloseable {
  private static final int MOST_IN_BATCH = 1_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private long trips;

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Reads the row that the result stands at. */
    T read(ResultSet row) throws SQLException;
  }

  /** Runs on a connection, which stays the caller's. */
  public Sql(Connection connection) {
    this.connection = connection;
  }

  /** The connection. */
  public Connection connection() {
    return connection;
  }

  /** How often the database was asked since this was made. */
  public long trips() {
    return trips;
  }

  /** Returns the first row, or null where there is none. */
  public <T> @Nullable T first(String text, Row<T> row, @Nullable Object... values) {
    try {
      PreparedStatement statement = bound(text, values);
      trips++;
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? row.read(result) : null;
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Returns all rows. */
  public <T> List<T> all(String text, Row<T> row, @Nullable Object... values) {
    try {
      PreparedStatement statement = bound(text, values);
      trips++;
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Returns the only number of the only row. */
  public long number(String text, @Nullable Object... values) {
    Long number = first(text, row -> row.getLong(1), values);
    return number == null ? 0 : number;
  }

  /** Changes rows, and returns how many. */
  public int run(String text, @Nullable Object... values) {
    try {
      PreparedStatement statement = bound(text, values);
      trips++;
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Runs a statement once for each list of values. */
  public void runAll(String text, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    if (rows.size() == 1) {
      run(text, rows.get(0));
      return;
    }
    try {
      PreparedStatement statement = prepared(text);
      int waiting = 0;
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
        if (++waiting == MOST_IN_BATCH) {
          trips++;
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        trips++;
        statement.executeBatch();
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private PreparedStatement bound(String text, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = prepared(text);
    bind(statement, values);
    return statement;
  }

  private PreparedStatement prepared(String text) throws SQLException {
    PreparedStatement statement = statements.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      statements.put(text, statement);
    }
    return statement;
  }

  /** Binds values in their order. */
  static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      int at = i + 1;
      if (value == null) {
        statement.setNull(at, Types.NULL);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(at, bytes);
      } else if (value instanceof Long number) {
        statement.setLong(at, number);
      } else if (value instanceof Integer number) {
        statement.setInt(at, number);
      } else {
        statement.setString(at, (String) value);
      }
    }
  }

  /** Closes the statements; the connection stays open. */
  @Override
  public void close() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      // They go with their connection.
    }
    statements.clear();
  }
}
