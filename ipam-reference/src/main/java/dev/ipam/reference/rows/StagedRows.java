package dev.ipam.reference.rows;

import dev.ipam.reference.db.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an import that is not committed: under numbers of subnets that nobody knows yet.
 *
 * @param sql what runs the statements
 * @param importId the import
 */
public record StagedRows(Sql sql, String importId) {
  private static final String NUMBERS =
      " IN (SELECT number FROM ipam_staged_subnet WHERE import_id = ?)";

  /** Whether the store has a subnet, pool or scope. */
  public static boolean isEmpty(Sql sql) {
    for (String table : List.of("ipam_subnet", "ipam_pool", "ipam_scope")) {
      Integer any = sql.first("SELECT 1 FROM " + table + " LIMIT 1", row -> row.getInt(1));
      if (any != null) {
        return false;
      }
    }
    return true;
  }

  /** Gives up what imports before this one left behind, so that it is deleted. */
  public static void abandonAll(Sql sql) {
    sql.run("UPDATE ipam_removed SET import_id = NULL WHERE import_id IS NOT NULL");
    sql.run("DELETE FROM ipam_staged_subnet");
    sql.run("DELETE FROM ipam_staged_key");
  }

  /** Gives up what this import left behind. */
  public void abandon() {
    sql.run("UPDATE ipam_removed SET import_id = NULL WHERE import_id = ?", importId);
    forget();
  }

  private void forget() {
    sql.run("DELETE FROM ipam_staged_subnet WHERE import_id = ?", importId);
    sql.run("DELETE FROM ipam_staged_key WHERE import_id = ?", importId);
  }

  /** Notes the number of a subnet before anything is written under it. */
  public void begin(long number) {
    sql.run("INSERT INTO ipam_removed (subnet_number, import_id) VALUES (?, ?)", number, importId);
  }

  /** Notes that nothing of this import was given up by another one; false where it was. */
  public boolean isWhole(long subnets) {
    return sql.number("SELECT count(*) FROM ipam_removed WHERE import_id = ?", importId) == subnets;
  }

  /** Adds a subnet. */
  public void subnet(SubnetRow row) {
    row.insertStaged(sql, importId);
  }

  /** Adds a key. */
  public void key(long seq, KeyRow key) {
    key.insertStaged(sql, importId, seq);
  }

  /** A token that two allocations have, or null. */
  public @Nullable Long tokenOfTwo() {
    return sql.first(
        "SELECT token FROM ipam_allocation WHERE subnet_number"
            + NUMBERS
            + " GROUP BY token HAVING count(*) > 1 LIMIT 1",
        row -> row.getLong(1),
        importId);
  }

  /** A key that is there twice, or null. */
  public @Nullable String keyOfTwo() {
    return sql.first(
        "SELECT name FROM ipam_staged_key WHERE import_id = ?"
            + " GROUP BY name HAVING count(*) > 1 LIMIT 1",
        row -> row.getString(1),
        importId);
  }

  /** A key that an allocation carries and that has no record, or null. */
  public @Nullable String keyWithoutRecord() {
    return sql.first(
        "SELECT a.key_name FROM ipam_allocation a WHERE a.key_name IS NOT NULL"
            + " AND a.subnet_number"
            + NUMBERS
            + " AND NOT EXISTS (SELECT 1 FROM ipam_staged_key k WHERE k.import_id = ?"
            + " AND k.name = a.key_name AND k.subnet_number IS NULL) LIMIT 1",
        row -> row.getString(1),
        importId,
        importId);
  }

  /** A key under which nothing is held, or more than it stands for; or null. */
  public @Nullable String keyOfWrongCount() {
    return sql.first(
        "SELECT k.name FROM ipam_staged_key k LEFT JOIN ipam_allocation a"
            + " ON a.key_name = k.name AND a.subnet_number"
            + NUMBERS
            + " WHERE k.import_id = ? AND k.subnet_number IS NULL GROUP BY k.name, k.total"
            + " HAVING count(a.address) = 0 OR count(a.address) > k.total LIMIT 1",
        row -> row.getString(1),
        importId,
        importId);
  }

  /** Makes the subnets and keys those of the store. */
  public void adopt() {
    // A key whose last holder was released may have left a row in a store that is empty otherwise.
    sql.run("DELETE FROM ipam_key");
    sql.run(SubnetRow.ADOPT, importId);
    sql.run(
        "INSERT INTO ipam_key (name, fingerprint, counts, subnet_number)"
            + " SELECT name, fingerprint, counts, subnet_number FROM ipam_staged_key"
            + " WHERE import_id = ?",
        importId);
    sql.run("DELETE FROM ipam_removed WHERE import_id = ?", importId);
    forget();
  }
}
