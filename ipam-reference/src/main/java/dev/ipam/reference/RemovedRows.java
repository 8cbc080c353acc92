package dev.ipam.reference;

import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.KeyRow;
import java.util.List;
import java.util.Objects;

/**
 * What is left under the number of a removed subnet. Without its subnet a row is dead at once,
 * whatever there is of them; they are deleted a part at a time, by transactions of their own.
 */
final class RemovedRows {
  private static final int STEP = 2_000;
  private static final List<Part> PARTS =
      List.of(
          new Part("ipam_allocation", "address"),
          new Part("ipam_free", "last_address"),
          new Part("ipam_place", "place"),
          new Part("ipam_spent", "address"),
          new Part("ipam_rest", "address"),
          new Part("ipam_hold", "address"));

  private RemovedRows() {}

  /** A table, and the column that its primary key ends with. */
  private record Part(String table, String column) {
    private String bound() {
      return "SELECT "
          + column
          + " FROM "
          + table
          + " WHERE subnet_number = ? ORDER BY "
          + column
          + " LIMIT 1 OFFSET "
          + (STEP - 1);
    }

    private String deletion() {
      return "DELETE FROM " + table + " WHERE subnet_number = ?";
    }
  }

  /** Deletes the rows of a subnet that is removed, where they are few, or notes them. */
  static void begin(Session session, long number) {
    if (!step(session.sql(), number)) {
      session.sql().run("INSERT INTO ipam_removed (subnet_number) VALUES (?)", number);
    }
  }

  /** Deletes some rows of one removed subnet; false where nothing is left to be deleted. */
  static boolean next(Session session) {
    Long number =
        session
            .sql()
            .first(
                "SELECT subnet_number FROM ipam_removed WHERE import_id IS NULL"
                    + " ORDER BY subnet_number LIMIT 1",
                row -> row.getLong(1));
    if (number == null) {
      return false;
    }
    session.notes().silent();
    if (step(session.sql(), number)) {
      session.sql().run("DELETE FROM ipam_removed WHERE subnet_number = ?", number);
    }
    return true;
  }

  private static boolean step(Sql sql, long number) {
    for (Part part : PARTS) {
      byte[] bound = sql.first(part.bound(), row -> row.getBytes(1), number);
      List<String> keys = keys(sql, part, number, bound);
      if (bound == null) {
        sql.run(part.deletion(), number);
      } else {
        sql.run(part.deletion() + " AND " + part.column + " <= ?", number, bound);
      }
      KeyRow.deleteUnused(sql, keys);
      if (bound != null) {
        return false;
      }
    }
    return true;
  }

  /** The keys that the allocations to be deleted carry. */
  private static List<String> keys(
      Sql sql, Part part, long number, byte @org.jspecify.annotations.Nullable [] bound) {
    if (!part.table.equals("ipam_allocation")) {
      return List.of();
    }
    String text =
        "SELECT DISTINCT key_name FROM ipam_allocation"
            + " WHERE key_name IS NOT NULL AND subnet_number = ?";
    List<String> keys =
        bound == null
            ? sql.all(text, row -> row.getString(1), number)
            : sql.all(text + " AND address <= ?", row -> row.getString(1), number, bound);
    return keys.stream().filter(Objects::nonNull).toList();
  }
}
