package dev.ipam.reference.rows;

import dev.ipam.reference.db.Sql;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions of callers wait for which. Written by the driver's transactions only, so that
 * no caller's is in the way, nor disturbed.
 *
 * @param sql what runs the statements
 */
public record WaitRows(Sql sql) {
  /** Notes that a transaction waits for another one. */
  public void add(String unit, String other) {
    sql.run("INSERT INTO ipam_wait (unit_id, waits_for) VALUES (?, ?)", unit, other);
  }

  /** Notes that a transaction waits no more. */
  public void remove(String unit) {
    sql.run("DELETE FROM ipam_wait WHERE unit_id = ?", unit);
  }

  /** Forgets those that have ended, whose process may have died while they waited. */
  public void removeEnded() {
    sql.all(
            "SELECT w.unit_id FROM ipam_wait w LEFT JOIN ipam_unit u ON u.id = w.unit_id"
                + " WHERE u.id IS NULL",
            row -> row.getString(1))
        .forEach(this::remove);
  }

  /** Whether a transaction is, or waits for, another one, perhaps by way of others. */
  public boolean leads(String from, String to) {
    Set<String> passed = new HashSet<>();
    @Nullable String at = from;
    while (at != null && !at.equals(to) && passed.add(at)) {
      at =
          sql.first(
              "SELECT waits_for FROM ipam_wait WHERE unit_id = ?", row -> row.getString(1), at);
    }
    return to.equals(at);
  }
}
