package dev.ipam.reference.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final int MOST_TOGETHER = 40;

  /**
   * So few rows go along with other statements, rather than as a batch that is a trip by itself.
   */
  private static final int FEW_ROWS = 16;

  private final Connection connection;
  private final @Nullable Dialect dialect;
  private final Statements statements;
  private final RowsWaiting waiting = new RowsWaiting();
  private Runnable beforeWriting = () -> {};
  private long trips;
  private boolean committing;

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
    this.statements = new Statements(connection);
  }

  /** Runs on a connection that {@link Database#openWriter} opened. */
  public static Sql ofWriter(Connection connection, Dialect dialect) {
    return new Sql(connection, dialect);
  }

  /** The connection. */
  public Connection connection() {
    return connection;
  }

  /** How often the database was asked since this was made, commits among it. */
  public long trips() {
    return trips;
  }

  /** Has something done each time before anything is written. */
  public void beforeWriting(Runnable action) {
    beforeWriting = action;
  }

  /** Returns the first row, or null where there is none. */
  public <T> @Nullable T first(String text, Row<T> row, @Nullable Object... values) {
    send();
    return firstAtOnce(text, row, values);
  }

  /** The same while rows go on waiting to be written. */
  public <T> @Nullable T firstAtOnce(String text, Row<T> row, @Nullable Object... values) {
    try {
      PreparedStatement statement = statements.bound(text, values);
      trips++;
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? row.read(result) : null;
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** A query that goes together with others. */
  public record Query<T>(String text, Row<T> row, List<T> found, List<@Nullable Object> values) {
    /** Makes one that has found nothing yet. */
    public Query(String text, Row<T> row, @Nullable Object... values) {
      this(text, row, new ArrayList<>(), Arrays.asList(values));
    }

    private void read(ResultSet result) throws SQLException {
      while (result.next()) {
        found.add(row.read(result));
      }
    }
  }

  /**
   * Runs several queries in one round trip, in their order, while rows go on waiting to be written.
   * Only where the database takes several statements at once.
   */
  public void queryAtOnce(List<Query<?>> queries) {
    List<Bound> together = queries.stream().map(each -> new Bound(each.text, each.values)).toList();
    try {
      PreparedStatement statement = statements.bound(together);
      trips++;
      statement.execute();
      for (Query<?> each : queries) {
        try (ResultSet result = statement.getResultSet()) {
          each.read(result);
        }
        statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Returns all rows. */
  public <T> List<T> all(String text, Row<T> row, @Nullable Object... values) {
    try {
      sendWaiting(null, false);
      PreparedStatement statement = statements.bound(text, values);
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

  /** Texts to be bound as one array. */
  public Array texts(List<String> all) {
    try {
      return connection.createArrayOf("text", all.toArray());
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
      return sendWaiting(new Bound(text, Arrays.asList(values)), false);
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
      sendWaiting(null, false);
      beforeWriting.run();
      batch(text, rows);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private void batch(String text, List<@Nullable Object[]> rows) throws SQLException {
    PreparedStatement statement = statements.prepared(text);
    int unsent = 0;
    for (@Nullable Object[] row : rows) {
      Statements.bind(statement, row);
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
    waiting.add(write, rows);
    if (waiting.count() >= MOST_WAITING) {
      send();
    }
  }

  /** Writes the rows that wait. */
  public void send() {
    try {
      sendWaiting(null, false);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Begins a transaction that writes; elsewhere it begins with its first statement. */
  public void begin() throws SQLException {
    committing = false;
    if (beginsByStatement()) {
      control("BEGIN IMMEDIATE");
    }
  }

  /**
   * Changes rows, writes those that wait, and commits: in one round trip where the database can,
   * which then does none of it after something that failed.
   *
   * @return how many rows the statement changed; where it is none, the caller undoes the rest,
   *     unless it went together
   */
  public int runAndCommit(String text, @Nullable Object... values) throws SQLException {
    Bound last = new Bound(text, Arrays.asList(values));
    if (sendsTogether()) {
      return sendWaiting(last, true);
    }
    int changed = sendWaiting(last, false);
    if (changed > 0) {
      commit();
    }
    return changed;
  }

  /** Writes the rows that wait, and commits. */
  public void commit() throws SQLException {
    if (waiting.count() > 0 && sendsTogether()) {
      sendWaiting(null, true);
      return;
    }
    sendWaiting(null, false);
    committing = true;
    if (beginsByStatement()) {
      control("COMMIT");
    } else {
      trips++;
      connection.commit();
    }
  }

  /** Undoes a transaction that writes, where one is open. */
  public void rollback() throws SQLException {
    if (beginsByStatement()) {
      control("ROLLBACK");
    } else {
      connection.rollback();
    }
  }

  /** Whether a commit has been sent since the transaction began. */
  public boolean isCommitting() {
    return committing;
  }

  private boolean beginsByStatement() {
    return dialect != null && dialect.beginsByStatement();
  }

  private boolean sendsTogether() {
    return dialect != null && dialect.sendsTogether();
  }

  /** Forgets the rows that wait. */
  public void forgetWaiting() {
    waiting.clear();
  }

  /**
   * Writes the rows that wait, then runs a last statement, and commits with it where it should;
   * returns how many rows that statement changed.
   */
  private int sendWaiting(@Nullable Bound last, boolean commits) throws SQLException {
    List<Bound> together = new ArrayList<>();
    if (waiting.count() > 0 || last != null) {
      beforeWriting.run();
    }
    waiting.<SQLException>handOver((write, rows) -> add(together, write, rows));
    if (last != null) {
      add(together, last);
    }
    if (commits) {
      together.add(Bound.COMMIT);
    }
    return run(together);
  }

  private void add(List<Bound> together, RowWrite write, List<@Nullable Object[]> rows)
      throws SQLException {
    RowWrite.Form form = write.form(rows);
    if (rows.size() == 1) {
      add(together, new Bound(form.one(), Arrays.asList(form.values(rows.get(0)))));
    } else if (dialect != null && dialect.takesArrays()) {
      if (write.isSeeking()) {
        Bound seek = new Bound(dialect.seek(), List.of());
        if (!together.contains(seek)) {
          add(together, seek);
        }
      }
      List<@Nullable Object> arrays = new ArrayList<>();
      for (int i = 0; i < form.types().size(); i++) {
        String type = form.types().get(i).sqlName();
        arrays.add(connection.createArrayOf(type, form.column(i, rows)));
      }
      add(together, new Bound(form.many(), arrays));
    } else if (dialect != null && dialect.sendsTogether() && rows.size() <= FEW_ROWS) {
      for (@Nullable Object[] row : rows) {
        add(together, new Bound(form.one(), Arrays.asList(form.values(row))));
      }
    } else {
      run(together);
      batch(form.one(), rows.stream().map(form::values).toList());
    }
  }

  private void add(List<Bound> together, Bound each) throws SQLException {
    if (!sendsTogether() || together.size() == MOST_TOGETHER) {
      run(together);
    }
    together.add(each);
  }

  /**
   * Runs statements in one round trip, and returns how many rows the last one changed that is not a
   * commit.
   */
  private int run(List<Bound> together) throws SQLException {
    if (together.isEmpty()) {
      return 0;
    }
    committing = together.get(together.size() - 1).equals(Bound.COMMIT);
    int statementsOfText = together.size();
    int asked = committing ? statementsOfText - 2 : statementsOfText - 1;
    PreparedStatement statement = statements.bound(together);
    together.clear();
    trips++;
    if (statementsOfText == 1) {
      return statement.executeUpdate();
    }
    statement.execute();
    int changed = statement.getUpdateCount();
    for (int i = 1; i < statementsOfText; i++) {
      statement.getMoreResults();
      changed = i == asked ? statement.getUpdateCount() : changed;
    }
    return changed;
  }

  /** Runs a statement that begins or ends a transaction. */
  private void control(String text) throws SQLException {
    trips++;
    statements.prepared(text).execute();
  }

  /** Closes the statements; the connection stays open. */
  @Override
  public void close() {
    statements.close();
  }
}
