package dev.ipam.reference.rows;

import dev.ipam.reference.db.Sql;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of callers that were joined. Each holds a lock on its row, on the server that it
 * runs on, until it ends.
 *
 * @param sql what runs the statements
 */
public record UnitRows(Sql sql) {
  private static final String OF_SUBNET =
      " FROM ipam_unit u WHERE u.id IN"
          + " (SELECT h.unit_id FROM ipam_hold h WHERE h.subnet_number = ?)";

  /** Adds the row of a transaction, before it locks it. */
  public void begin(String unitId, String node, long millis) {
    sql.run(
        "INSERT INTO ipam_unit (id, node, created, uses) VALUES (?, ?, ?, 0)",
        unitId,
        node,
        millis);
  }

  /**
   * Locks the row of a transaction until it ends; false where there is none that was locked so many
   * times.
   */
  public boolean lock(String unitId, int times) {
    return sql.run("UPDATE ipam_unit SET uses = uses + 1 WHERE id = ? AND uses = ?", unitId, times)
        == 1;
  }

  /** Whether this transaction sees the row of one as locked so many times. */
  public boolean isLocked(String unitId, int times) {
    return sql.number("SELECT uses FROM ipam_unit WHERE id = ?", unitId) == times;
  }

  /**
   * Writes the rows of transactions. One that is open all the same, on another server, cannot be
   * committed any more: of two that write a row, a cluster lets one go through.
   */
  public void write(Collection<String> units) {
    sql.runAll(
        "UPDATE ipam_unit SET uses = uses + 1 WHERE id = ?",
        units.stream().map(id -> new @Nullable Object[] {id}).toList());
  }

  /** The servers of the transactions that hold something of a subnet. */
  public List<String> nodes(long number) {
    return sql.all("SELECT DISTINCT u.node" + OF_SUBNET, row -> row.getString(1), number);
  }

  /** The servers of all transactions. */
  public List<String> nodes() {
    return sql.all("SELECT DISTINCT u.node FROM ipam_unit u", row -> row.getString(1));
  }

  /** Those on a server that hold something of a subnet. */
  public List<String> of(long number, String node) {
    return sql.all(
        "SELECT u.id" + OF_SUBNET + " AND u.node = ?", row -> row.getString(1), number, node);
  }

  /** All on a server. */
  public List<String> of(String node) {
    return sql.all("SELECT u.id FROM ipam_unit u WHERE u.node = ?", row -> row.getString(1), node);
  }

  /** The same of which nobody has a lock. Tells the truth on that server only. */
  public List<String> unlocked(long number, String node) {
    return sql.all(
        "SELECT u.id" + OF_SUBNET + " AND u.node = ? FOR UPDATE SKIP LOCKED",
        row -> row.getString(1),
        number,
        node);
  }

  /** All on a server of which nobody has a lock. Tells the truth on that server only. */
  public List<String> unlocked(String node) {
    return sql.all(
        "SELECT u.id FROM ipam_unit u WHERE u.node = ? FOR UPDATE SKIP LOCKED",
        row -> row.getString(1),
        node);
  }

  /** Some on a server that began before a time, hold nothing, and of which nobody has a lock. */
  public List<String> idle(String node, long before) {
    return sql.all(
        "SELECT u.id FROM ipam_unit u WHERE u.node = ? AND u.created < ?"
            + " AND NOT EXISTS (SELECT 1 FROM ipam_hold h WHERE h.unit_id = u.id)"
            + " LIMIT 100 FOR UPDATE SKIP LOCKED",
        row -> row.getString(1),
        node,
        before);
  }

  /** Removes those that hold nothing any more. */
  public void deleteIdle(Collection<String> ended) {
    sql.runAll(
        "DELETE FROM ipam_unit WHERE id = ?"
            + " AND NOT EXISTS (SELECT 1 FROM ipam_hold WHERE unit_id = ?)",
        ended.stream().map(id -> new @Nullable Object[] {id, id}).toList());
  }
}
