package dev.ipam.reference.rows;

import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An idempotency key as it is stored.
 *
 * @param name the key
 * @param fingerprint of the request that it is bound to
 * @param counts how many addresses each part of the request got; empty for a subnet's creation
 * @param subnetNumber the number of the subnet that was created under it, or null
 */
public record KeyRow(
    String name, String fingerprint, List<Integer> counts, @Nullable Long subnetNumber) {
  /** The columns that {@link #read} reads. */
  public static final String COLUMNS = "name, fingerprint, counts, subnet_number";

  private static final RowWrite INSERT =
      new RowWrite.Table("ipam_key")
          .values(ColumnType.TEXT, "fingerprint", "counts")
          .values(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.TEXT, "name")
          .insert();
  private static final RowWrite DELETE_UNUSED =
      RowWrite.sweep(
          "ipam_key",
          "name",
          "subnet_number IS NULL AND NOT EXISTS"
              + " (SELECT 1 FROM ipam_allocation a WHERE a.key_name = ipam_key.name)");

  /** Copies the counts. */
  public KeyRow {
    counts = List.copyOf(counts);
  }

  /** Whether a subnet was created under it. */
  public boolean isCreation() {
    return subnetNumber != null;
  }

  /** How many addresses were allocated under it. */
  public long total() {
    return counts.stream().mapToLong(Integer::longValue).sum();
  }

  /** Finds a key. */
  public static @Nullable KeyRow find(Sql sql, String name) {
    return sql.first("SELECT " + COLUMNS + " FROM ipam_key WHERE name = ?", KeyRow::read, name);
  }

  /**
   * A key, and whether an open transaction of a caller's takes something under it.
   *
   * @param row the key, or null where it is not bound
   * @param takenIn the subnet of which something is being taken, or null
   */
  public record Found(@Nullable KeyRow row, @Nullable String takenIn) {}

  /** Finds a key, and what transactions but one take under it. */
  public static Found findWithHolds(Sql sql, String name, String butUnit) {
    Found found =
        sql.first(
            "SELECT "
                + COLUMNS
                + ", (SELECT MIN(s.id) FROM ipam_hold h JOIN ipam_subnet s"
                + " ON s.number = h.subnet_number"
                + " WHERE h.key_name = ? AND h.kind = ? AND h.unit_id <> ?)"
                + " FROM (SELECT 1 AS one) o LEFT JOIN ipam_key ON name = ?",
            row -> new Found(row.getString(1) == null ? null : read(row), row.getString(5)),
            name,
            Holds.TAKES,
            butUnit,
            name);
    return found == null ? new Found(null, null) : found;
  }

  /** A transaction, but for one, that takes something under a key; null where there is none. */
  public static @Nullable String takenBy(Sql sql, String name, String butUnit) {
    return sql.first(
        "SELECT MIN(h.unit_id) FROM ipam_hold h"
            + " WHERE h.key_name = ? AND h.kind = ? AND h.unit_id <> ?",
        row -> row.getString(1),
        name,
        Holds.TAKES,
        butUnit);
  }

  /** Reads a row of {@link #COLUMNS}. */
  public static KeyRow read(ResultSet row) throws SQLException {
    String counts = row.getString(3);
    long number = row.getLong(4);
    boolean creation = !row.wasNull();
    return new KeyRow(
        row.getString(1),
        row.getString(2),
        counts == null ? List.of() : Stream.of(counts.split(",")).map(Integer::valueOf).toList(),
        creation ? number : null);
  }

  /** How many addresses are held under a key, in subnets that are there. */
  public static long held(Sql sql, String name) {
    return sql.number(
        "SELECT count(*) FROM ipam_allocation a JOIN ipam_subnet s ON s.number = a.subnet_number"
            + " WHERE a.key_name = ?",
        name);
  }

  /** Adds the row; it waits, as {@link Sql} says. */
  public void insert(Sql sql) {
    sql.write(
        INSERT,
        List.<@Nullable Object[]>of(
            new @Nullable Object[] {fingerprint, text(), subnetNumber, name}));
  }

  /** Adds the row to those of an import. */
  void insertStaged(Sql sql, String importId, long seq) {
    sql.run(
        "INSERT INTO ipam_staged_key ("
            + COLUMNS
            + ", total, import_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?)",
        name,
        fingerprint,
        text(),
        subnetNumber,
        total(),
        importId,
        seq);
  }

  private @Nullable String text() {
    return counts.isEmpty()
        ? null
        : counts.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Deletes a row. */
  public static void delete(Sql sql, String name) {
    sql.run("DELETE FROM ipam_key WHERE name = ?", name);
  }

  /** Deletes the row of a key, unless it is of the creation of a subnet that is there. */
  public static void deleteUnbound(Sql sql, String name) {
    sql.run(
        "DELETE FROM ipam_key WHERE name = ? AND (subnet_number IS NULL OR NOT EXISTS"
            + " (SELECT 1 FROM ipam_subnet s WHERE s.number = ipam_key.subnet_number))",
        name);
  }

  /** Deletes the row of a key, provided that it is of this subnet's creation. */
  public static void deleteCreation(Sql sql, String name, long subnetNumber) {
    sql.run("DELETE FROM ipam_key WHERE name = ? AND subnet_number = ?", name, subnetNumber);
  }

  /** Deletes those of these keys that no allocation carries, after all else that waits. */
  public static void deleteUnused(Sql sql, Collection<String> names) {
    sql.write(DELETE_UNUSED, names.stream().map(name -> new @Nullable Object[] {name}).toList());
  }
}
