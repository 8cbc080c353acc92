package dev.ipam.reference.rows;

import dev.ipam.reference.db.Sql;

/**
 * The rows of {@code ipam_change}: what is written there, and for how long it is kept.
 *
 * @param versions how many transactions are kept, at least; 0 for none
 * @param millis for how long they are kept
 */
public record ChangeTable(long versions, long millis) {
  private static final int EVERY = 256;

  /** Whether changes are kept at all. */
  public boolean isKept() {
    return versions > 0;
  }

  /** Writes the changes of a transaction, and returns above which version all are kept. */
  public long write(Sql sql, ChangeEntries entries, StoreRow before, long version, long now) {
    if (!isKept()) {
      return version;
    }
    entries.insert(sql, version, now);
    if (version % EVERY != 0) {
      return before.changesAfter();
    }
    Long old =
        sql.first(
            "SELECT version FROM ipam_change WHERE millis < ? ORDER BY millis DESC, version DESC"
                + " LIMIT 1",
            row -> row.getLong(1),
            now - millis);
    long last = Math.max(version - versions, old == null ? 0 : old);
    if (last <= before.changesAfter()) {
      return before.changesAfter();
    }
    sql.run("DELETE FROM ipam_change WHERE version <= ?", last);
    return last;
  }
}
