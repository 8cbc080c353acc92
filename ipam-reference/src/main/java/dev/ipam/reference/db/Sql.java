package dev.ipam.reference.db;

import dev.ipam.reference.db.RowWrite.Phase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection. Every text is constant; what varies is bound.
 *
 * <p>Rows to be written wait, so that those of one kind go in one statement, and the statements in
 * one round trip where the database can: until the next statement whose answer is needed, which
 * sees them. Meanwhile no row may be written twice.
 *
 * <p>Not safe for use by several threads. Whatever fails throws {@link SqlFailure}.
 */
public final class Sql implements AutoCloseable {
  private static final int MOST_IN_BATCH = 1_000;
  private static final int MOST_WAITING = 2_000;
  private static final int MOST_TOGETHER = 12;
  private static final int MOST_PREPARED = 300;

  private final Connection connection;
  private final @Nullable Dialect dialect;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<Phase, Map<RowWrite, List<@Nullable Object[]>>> waiting =
      new EnumMap<>(Phase.class);
  private int rowsWaiting;
  private long trips;

  private record Bound(String text, List<@Nullable Object> values) {}

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Reads the row that the result stands at. */
    T read(ResultSet row) throws SQLException;
  }

  /** Runs on a connection, which stays the caller's, one statement at a time. */
  public Sql(Connection connection) {
    this(connection, null);
  }

  /** Runs on a connection of the driver's, in as few round trips as its database can. */
  Sql(Connection connection, @Nullable Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Runs on a connection that {@link Database#openWriter} opened. */
  public static Sql ofWriter(Connection connection, Dialect dialect) {
    return new Sql(connection, dialect);
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
      sendWaiting(null);
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
      sendWaiting(null);
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
      return sendWaiting(new Bound(text, Arrays.asList(values)));
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
      sendWaiting(null);
      batch(text, rows);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private void batch(String text, List<@Nullable Object[]> rows) throws SQLException {
    PreparedStatement statement = prepared(text);
    int unsent = 0;
    for (@Nullable Object[] row : rows) {
      bind(statement, row);
      statement.addBatch();
      if (++unsent == MOST_IN_BATCH) {
        trips++;
        statement.executeBatch();
        unsent = 0;
      }
    }
    if (unsent > 0) {
      trips++;
      statement.executeBatch();
    }
  }

  /** Adds rows to those that wait. */
  public void write(RowWrite write, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    waiting
        .computeIfAbsent(write.phase(), any -> new LinkedHashMap<>())
        .computeIfAbsent(write, any -> new ArrayList<>())
        .addAll(rows);
    rowsWaiting += rows.size();
    if (rowsWaiting >= MOST_WAITING) {
      send();
    }
  }

  /** Writes the rows that wait. */
  public void send() {
    try {
      sendWaiting(null);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Forgets the rows that wait. */
  public void forgetWaiting() {
    waiting.clear();
    rowsWaiting = 0;
  }

  /** Writes the rows that wait, then runs a last statement; returns how many rows that changed. */
  private int sendWaiting(@Nullable Bound last) throws SQLException {
    List<Bound> together = new ArrayList<>();
    if (rowsWaiting > 0) {
      Map<Phase, Map<RowWrite, List<@Nullable Object[]>>> all = new EnumMap<>(waiting);
      forgetWaiting();
      for (Map<RowWrite, List<@Nullable Object[]>> writes : all.values()) {
        for (Map.Entry<RowWrite, List<@Nullable Object[]>> each : writes.entrySet()) {
          add(together, each.getKey(), each.getValue());
        }
      }
    }
    if (last != null) {
      add(together, last);
    }
    return run(together);
  }

  private void add(List<Bound> together, RowWrite write, List<@Nullable Object[]> rows)
      throws SQLException {
    if (rows.size() == 1) {
      add(together, new Bound(write.one(), Arrays.asList(rows.get(0))));
    } else if (dialect != null && dialect.takesArrays()) {
      if (write.isSeeking()) {
        add(together, new Bound(dialect.seek(), List.of()));
      }
      List<@Nullable Object> arrays = new ArrayList<>();
      for (int i = 0; i < write.types().size(); i++) {
        String type = write.types().get(i).sqlName();
        arrays.add(connection.createArrayOf(type, write.column(i, rows)));
      }
      add(together, new Bound(write.many(), arrays));
    } else {
      run(together);
      batch(write.one(), rows);
    }
  }

  private void add(List<Bound> together, Bound each) throws SQLException {
    boolean alone = dialect == null || !dialect.sendsTogether();
    if (alone || together.size() == MOST_TOGETHER) {
      run(together);
    }
    together.add(each);
  }

  /** Runs statements in one round trip, and returns how many rows the last one changed. */
  private int run(List<Bound> together) throws SQLException {
    if (together.isEmpty()) {
      return 0;
    }
    StringJoiner text = new StringJoiner(";\n");
    List<@Nullable Object> values = new ArrayList<>();
    for (Bound each : together) {
      text.add(each.text);
      values.addAll(each.values);
    }
    int statementsOfText = together.size();
    together.clear();
    PreparedStatement statement = bound(text.toString(), values.toArray());
    trips++;
    if (statementsOfText == 1) {
      return statement.executeUpdate();
    }
    statement.execute();
    for (int i = 1; i < statementsOfText; i++) {
      statement.getMoreResults();
    }
    return statement.getUpdateCount();
  }

  /** Runs a statement that begins or ends a transaction. */
  void control(String text) throws SQLException {
    prepared(text).execute();
  }

  private PreparedStatement bound(String text, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = prepared(text);
    bind(statement, values);
    return statement;
  }

  private PreparedStatement prepared(String text) throws SQLException {
    PreparedStatement statement = statements.get(text);
    if (statement == null) {
      if (statements.size() == MOST_PREPARED) {
        close();
      }
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
      } else if (value instanceof Array array) {
        statement.setArray(at, array);
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
