package dev.ipam.reference.rows;

import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.AddressScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An address scope as it is stored, and the prefixes of its pools. */
public final class ScopeRow {
  /** The columns that {@link #read} reads. */
  public static final String COLUMNS = "id, project, family, shared";

  private static final String PREFIX =
      "SELECT network, prefix_length, pool_id FROM ipam_scope_prefix WHERE scope_id = ?";

  private ScopeRow() {}

  /**
   * A prefix of a pool in a scope.
   *
   * @param prefix the prefix
   * @param poolId the pool
   */
  public record Claim(Cidr prefix, String poolId) {}

  /** Finds a scope. */
  public static @Nullable AddressScope find(Sql sql, String id) {
    return sql.first("SELECT " + COLUMNS + " FROM ipam_scope WHERE id = ?", ScopeRow::read, id);
  }

  /**
   * Finds a scope that must be there.
   *
   * @throws AddressScopeNotFoundException if it is not
   */
  public static AddressScope required(Sql sql, String id) {
    AddressScope scope = find(sql, id);
    if (scope == null) {
      throw new AddressScopeNotFoundException(id);
    }
    return scope;
  }

  /** Reads a row of {@link #COLUMNS}. */
  public static AddressScope read(ResultSet row) throws SQLException {
    return new AddressScope(
        row.getString(1), row.getString(2), IpFamily.valueOf(row.getString(3)), row.getInt(4) != 0);
  }

  /** Adds the row. */
  public static void insert(Sql sql, AddressScope scope) {
    sql.run(
        "INSERT INTO ipam_scope (" + COLUMNS + ") VALUES (?, ?, ?, ?)",
        scope.id(),
        scope.project(),
        scope.family().name(),
        scope.shared() ? 1 : 0);
  }

  /** Deletes the row. */
  public static void delete(Sql sql, String id) {
    sql.run("DELETE FROM ipam_scope WHERE id = ?", id);
  }

  /** Finds a prefix of a scope that overlaps a block: the one before its start, or one within. */
  public static @Nullable Claim overlapping(Sql sql, String scopeId, Cidr block) {
    Claim before =
        sql.first(
            PREFIX + " AND network <= ? ORDER BY network DESC LIMIT 1",
            ScopeRow::claim,
            scopeId,
            block.network().toBytes());
    if (before != null && before.prefix().overlaps(block)) {
      return before;
    }
    return sql.first(
        PREFIX + " AND network > ? AND network <= ? ORDER BY network LIMIT 1",
        ScopeRow::claim,
        scopeId,
        block.network().toBytes(),
        block.last().toBytes());
  }

  private static Claim claim(ResultSet row) throws SQLException {
    return new Claim(new Cidr(Forms.address(row, 1), row.getInt(2)), row.getString(3));
  }

  /** Adds prefixes of a pool that overlap none. */
  public static void claim(Sql sql, String scopeId, String poolId, List<Cidr> prefixes) {
    sql.runAll(
        "INSERT INTO ipam_scope_prefix (scope_id, network, prefix_length, pool_id)"
            + " VALUES (?, ?, ?, ?)",
        prefixes.stream()
            .map(
                prefix ->
                    new @Nullable Object[] {
                      scopeId, prefix.network().toBytes(), prefix.prefixLength(), poolId
                    })
            .toList());
  }

  /** Removes prefixes of a pool. */
  public static void unclaim(Sql sql, String scopeId, List<Cidr> prefixes) {
    sql.runAll(
        "DELETE FROM ipam_scope_prefix WHERE scope_id = ? AND network = ?",
        prefixes.stream()
            .map(prefix -> new @Nullable Object[] {scopeId, prefix.network().toBytes()})
            .toList());
  }
}
