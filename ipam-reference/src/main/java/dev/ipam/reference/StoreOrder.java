package dev.ipam.reference;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.reference.rows.StoreRow;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The place of a transaction in the order of all that write to the store: that of its row of the
 * store, which it holds from its begin on, and replaces at its end.
 *
 * <p>A process that was the only one to write for a while begins without holding the row, from what
 * its last transaction left there, which saves a round trip. It holds the row as soon as it writes,
 * goes by the time, or ends without having written; a transaction that only writes at its end
 * replaces the row first, provided that it is still the one that was left. Whoever holds the row
 * then knows that nobody has written in between, so that all that was read and answered is right.
 *
 * <p>Used by the thread that leads.
 */
final class StoreOrder {
  /** After so many transactions that met nobody else's. */
  private static final int ALONE = 16;

  /** So long after the row, and the time of the database, were read. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Sql sql;
  private final Dialect dialect;
  private final LongSupplier nanos;
  private StoreRow row = new StoreRow(-1, 0, 0, Long.MIN_VALUE, 0, 0, "unused", 0);
  private long left = -1;
  private long readMillis;
  private long readNanos;
  private int alone;
  private boolean held;
  private boolean othersWrote;

  StoreOrder(Sql sql, Dialect dialect, LongSupplier nanos) {
    this.sql = sql;
    this.dialect = dialect;
    this.nanos = nanos;
  }

  /** The row, as it is for this transaction. */
  StoreRow row() {
    return row;
  }

  /** Whether others may have written since this process did, so that it may have to read again. */
  boolean hasCompany() {
    return dialect.isShared() && alone < ALONE;
  }

  /**
   * Begins a transaction, and tells whether what was read before stays right.
   *
   * @param queries travel with what reads the row of the store, where it is read
   */
  boolean begin(List<Sql.Query<?>> queries) throws SQLException {
    sql.begin();
    held = false;
    if (mayWait()) {
      // Rounded up, and counted from before it was asked: what is recorded by it must not be before
      // what another process was told.
      long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - readNanos) + 1;
      row = row.at(readMillis + passed);
      othersWrote = false;
      return true;
    }
    row = read(queries);
    held = true;
    boolean same = row.version() == left;
    othersWrote = !same && left >= 0;
    alone = othersWrote ? 0 : Math.min(ALONE, alone + 1);
    return same;
  }

  private boolean mayWait() {
    return dialect.stopsAtFailure()
        && left >= 0
        && alone == ALONE
        && nanos.getAsLong() - readNanos < FRESH_NANOS;
  }

  private StoreRow read(List<Sql.Query<?>> queries) {
    readNanos = nanos.getAsLong();
    StoreRow read = StoreRow.lock(sql, dialect, queries);
    readMillis = read.databaseMillis();
    return read;
  }

  /**
   * Holds the row from here on.
   *
   * @return whether it was not held before, so that the time of the database is another
   * @throws SqlFailure if somebody else has written since this process did
   */
  boolean hold() {
    if (held) {
      return false;
    }
    held = true;
    StoreRow read = read(List.of());
    if (read.version() != row.version()) {
      throw new SqlFailure(new SQLException("another writer was faster", "40001"));
    }
    row = read;
    return true;
  }

  /** Whether nobody else writes until the transaction ends, nor has since this process did. */
  boolean isHeld() {
    return held;
  }

  /** Replaces the row, with all that waits, and commits; false where somebody else was faster. */
  boolean replaceAndCommit(StoreRow next) throws SQLException {
    if (held) {
      return row.replaceAndCommit(sql, dialect, next);
    }
    row.replaceFirst(sql, next);
    held = true;
    try {
      sql.commit();
      return true;
    } catch (SQLException e) {
      if (Failure.of(e) == Failure.SCHEMA) {
        return false;
      }
      throw e;
    }
  }

  /** Notes what a transaction that was committed left. */
  void leave(StoreRow after) {
    row = after;
    left = after.version();
  }

  /** Notes that a transaction was undone. */
  void forget() {
    left = -1;
    alone = 0;
  }

  /** Whether somebody else has written between the last two transactions. */
  boolean othersWrote() {
    return othersWrote;
  }
}
