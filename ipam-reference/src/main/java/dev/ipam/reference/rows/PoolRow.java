package dev.ipam.reference.rows;

import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.SubnetPool;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A subnet pool's definition as it is stored. */
public final class PoolRow {
  /** The columns that {@link #read} reads. */
  public static final String COLUMNS =
      "id, project, prefixes, min_length, max_length, default_length, quota, scope_id, shared";

  private PoolRow() {}

  /** Finds a pool. */
  public static @Nullable SubnetPool find(Sql sql, String id) {
    return sql.first("SELECT " + COLUMNS + " FROM ipam_pool WHERE id = ?", PoolRow::read, id);
  }

  /**
   * Finds a pool that must be there.
   *
   * @throws SubnetPoolNotFoundException if it is not
   */
  public static SubnetPool required(Sql sql, String id) {
    SubnetPool pool = find(sql, id);
    if (pool == null) {
      throw new SubnetPoolNotFoundException(id);
    }
    return pool;
  }

  /** Reads a row of {@link #COLUMNS}. */
  public static SubnetPool read(ResultSet row) throws SQLException {
    String quota = row.getString(7);
    return new SubnetPool(
        row.getString(1),
        row.getString(2),
        Forms.cidrs(row.getBytes(3)),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        quota == null ? null : new BigInteger(quota),
        row.getString(8),
        row.getInt(9) != 0);
  }

  /** Adds the row. */
  public static void insert(Sql sql, SubnetPool pool) {
    sql.run(
        "INSERT INTO ipam_pool (project, prefixes, min_length, max_length, default_length, quota,"
            + " scope_id, shared, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values(pool));
  }

  /** Writes the row again. */
  public static void update(Sql sql, SubnetPool pool) {
    sql.run(
        "UPDATE ipam_pool SET project = ?, prefixes = ?, min_length = ?, max_length = ?,"
            + " default_length = ?, quota = ?, scope_id = ?, shared = ? WHERE id = ?",
        values(pool));
  }

  /** Deletes the row. */
  public static void delete(Sql sql, String id) {
    sql.run("DELETE FROM ipam_pool WHERE id = ?", id);
  }

  private static @Nullable Object[] values(SubnetPool pool) {
    BigInteger quota = pool.quota();
    return new @Nullable Object[] {
      pool.project(),
      Forms.cidrs(pool.prefixes()),
      pool.minPrefixLength(),
      pool.maxPrefixLength(),
      pool.defaultPrefixLength(),
      quota == null ? null : quota.toString(),
      pool.scopeId(),
      pool.shared() ? 1 : 0,
      pool.id()
    };
  }
}
