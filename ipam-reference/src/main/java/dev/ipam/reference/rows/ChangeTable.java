package dev.ipam.reference.rows;

import dev.ipam.reference.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code ipam_change}: what is written there, and for how long it is kept.
 *
 * @param versions how many transactions are kept, at least; 0 for none
 * @param millis for how long they are kept
 */
public record ChangeTable(long versions, long millis) {
  private static final int EVERY = 256;
  private static final int MOST_AT_ONCE = 4 * EVERY;

  /** Whether changes are kept at all. */
  public boolean isKept() {
    return versions > 0;
  }

  /**
   * Writes the changes of a transaction, and returns above which version all are kept.
   *
   * @param writer the number of the connection that writes
   */
  public long write(
      Sql sql, ChangeEntries entries, StoreRow before, long version, long now, long writer) {
    if (!isKept()) {
      return version;
    }
    entries.insert(sql, version, now, writer);
    if (version % EVERY != 0) {
      return before.changesAfter();
    }
    // Times do not decrease from one version to the next.
    long old =
        sql.number(
            "SELECT max(version) FROM (SELECT version, millis FROM ipam_change ORDER BY version"
                + " LIMIT ?) c WHERE millis < ?",
            MOST_AT_ONCE,
            now - millis);
    long last = Math.max(version - versions, old);
    if (last <= before.changesAfter()) {
      return before.changesAfter();
    }
    sql.run("DELETE FROM ipam_change WHERE version <= ?", last);
    return last;
  }

  /** Returns the number of the connection that wrote a version, or null where it is not kept. */
  public static @Nullable Long writerOf(Sql sql, long version) {
    return sql.first(
        "SELECT writer FROM ipam_change WHERE version = ? AND chunk = 0",
        row -> row.getLong(1),
        version);
  }
}
