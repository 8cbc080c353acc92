package dev.ipam.reference.rows;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Sql;
import java.util.Objects;

/**
 * The one row that every writing transaction reads first and sets last: the order of all that
 * happens in the store.
 *
 * @param version how many transactions have written
 * @param token the last token that was given out
 * @param subnetNumber the last number that a subnet got
 * @param millis the latest time that was recorded, in milliseconds since 1970
 * @param changesAfter changes of versions above this one are kept
 * @param authority whether the store is the authority, as its text
 * @param databaseMillis what the database's clock said when this was read
 */
public record StoreRow(
    long version,
    long token,
    long subnetNumber,
    long millis,
    long changesAfter,
    String authority,
    long databaseMillis) {
  /** Reads the row for writing: nobody else writes meanwhile, as far as the database can say. */
  public static StoreRow lock(Sql sql, Dialect dialect) {
    return read(sql, dialect.lockStore());
  }

  /** Reads the row. */
  public static StoreRow read(Sql sql, Dialect dialect) {
    return read(sql, dialect.readStore());
  }

  private static StoreRow read(Sql sql, String text) {
    return Objects.requireNonNull(
        sql.first(
            text,
            row ->
                new StoreRow(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getLong(7))),
        "the row of ipam_store");
  }

  /** Sets the row where it is still the one that was read; false where somebody else was faster. */
  public boolean replace(Sql sql, StoreRow next) {
    return sql.run(
            "UPDATE ipam_store SET version = ?, token = ?, subnet_number = ?, millis = ?,"
                + " changes_after = ?, authority = ? WHERE one = 1 AND version = ?",
            next.version,
            next.token,
            next.subnetNumber,
            next.millis,
            next.changesAfter,
            next.authority,
            version)
        == 1;
  }
}
