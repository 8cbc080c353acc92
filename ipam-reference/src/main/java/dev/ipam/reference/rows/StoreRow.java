package dev.ipam.reference.rows;

import com.google.common.collect.ObjectArrays;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one row that every writing transaction reads first and sets last: the order of all that
 * happens in the store.
 *
 * @param version how many transactions have written
 * @param token the last token that was given out
 * @param subnetNumber the last number that a subnet got
 * @param millis the latest time that was recorded, in milliseconds since 1970
 * @param changesAfter changes of versions above this one are kept
 * @param writer the number of the connection that wrote this version, drawn at random
 * @param authority whether the store is the authority, as its text
 * @param databaseMillis what the database's clock said when this was read
 */
public record StoreRow(
    long version,
    long token,
    long subnetNumber,
    long millis,
    long changesAfter,
    long writer,
    String authority,
    long databaseMillis) {
  /** How many milliseconds the database's time may differ from what it is taken for. */
  private static final int MOST_OFF = 1_000;

  /**
   * Replaces the row, and fails for want of a version where it is not the one that was read, or
   * where the database's time is quite another.
   */
  private static final RowWrite REPLACE_FIRST =
      RowWrite.first(
          "UPDATE ipam_store SET version = CASE WHEN version = ? AND abs("
              + Dialect.POSTGRESQL.millis()
              + " - ?) < "
              + MOST_OFF
              + " THEN CAST(? AS bigint) END,"
              + " token = ?, subnet_number = ?, millis = ?, changes_after = ?, writer = ?,"
              + " authority = ?"
              + " WHERE one = 1");

  private static final String REPLACE =
      "UPDATE ipam_store SET version = ?, token = ?, subnet_number = ?, millis = ?,"
          + " changes_after = ?, writer = ?, authority = ? WHERE one = 1 AND version = ?";

  /** Fails, whatever the server's mode, where the row is not the one that was read. */
  private static final String REPLACE_OR_FAIL =
      "UPDATE ipam_store SET"
          + " version = CASE WHEN version = ? THEN ? ELSE (SELECT 1 UNION ALL SELECT 2) END,"
          + " token = ?, subnet_number = ?, millis = ?, changes_after = ?, writer = ?,"
          + " authority = ?"
          + " WHERE one = 1";

  /**
   * Reads the row for writing: nobody else writes meanwhile, as far as the database can say. Rows
   * that wait to be written go on waiting.
   *
   * @param others queries that travel with it, and see what is there once nobody else writes
   */
  public static StoreRow lock(Sql sql, Dialect dialect, List<Sql.Query<?>> others) {
    String turn = dialect.awaitTurn();
    if (turn == null && others.isEmpty()) {
      return required(sql.firstAtOnce(dialect.lockStore(), StoreRow::of));
    }
    Sql.Query<StoreRow> lock = new Sql.Query<>(dialect.lockStore(), StoreRow::of);
    List<Sql.Query<?>> all = new ArrayList<>();
    if (turn != null) {
      all.add(new Sql.Query<>(turn, row -> true));
    }
    all.add(lock);
    all.addAll(others);
    sql.queryAtOnce(all);
    return required(lock.found().isEmpty() ? null : lock.found().get(0));
  }

  /** Reads the row. */
  public static StoreRow read(Sql sql, Dialect dialect) {
    return required(sql.first(dialect.readStore(), StoreRow::of));
  }

  private static StoreRow required(@Nullable StoreRow row) {
    if (row == null) {
      throw new StoreCorruptException("the database", "table ipam_store", "its row is missing");
    }
    return row;
  }

  private static StoreRow of(ResultSet row) throws SQLException {
    return new StoreRow(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getString(7),
        row.getLong(8));
  }

  /** The same row, as it would be read at another time of the database. */
  public StoreRow at(long millisOfDatabase) {
    return new StoreRow(
        version, token, subnetNumber, millis, changesAfter, writer, authority, millisOfDatabase);
  }

  /**
   * Sets the row where it is still the one that was read, with all that waits, and commits. Nothing
   * is committed where somebody else was faster: the answer is false, or on MariaDB a failure.
   *
   * <p>The row is locked where the database has locks. On Galera that does not suffice: a server
   * may undo the transaction for another node's and yet run in a new one what comes after, where
   * nothing but a failure keeps the commit from being run that travels with it.
   */
  public boolean replaceAndCommit(Sql sql, Dialect dialect, StoreRow next) throws SQLException {
    Object[] values = next.values();
    int changed =
        dialect == Dialect.MARIADB
            ? sql.runAndCommit(REPLACE_OR_FAIL, ObjectArrays.concat((Object) version, values))
            : sql.runAndCommit(REPLACE, ObjectArrays.concat(values, (Object) version));
    return changed == 1;
  }

  /** What is written of it, in the order of the statements that replace it. */
  private Object[] values() {
    return new Object[] {version, token, subnetNumber, millis, changesAfter, writer, authority};
  }

  /**
   * Sets the row before all else that waits. What goes with it fails where the row is not the one
   * that was read, or {@link #databaseMillis} is not about the time of the database: no version is
   * not allowed, and a statement that fails ends the transaction.
   */
  public void replaceFirst(Sql sql, StoreRow next) {
    sql.write(
        REPLACE_FIRST,
        List.<@Nullable Object[]>of(
            ObjectArrays.concat(
                new Object[] {version, databaseMillis}, next.values(), Object.class)));
  }
}
