package dev.ipam.reference.rows;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.Run;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subnet as it is stored.
 *
 * @param number names its rows in other tables; never used again
 * @param subnet the definition
 * @param key the idempotency key that it was created under, or null
 * @param state its pass and its counts
 */
public record SubnetRow(long number, Subnet subnet, @Nullable String key, SubnetCounts state) {
  /** The columns that {@link #read} reads, of a table named s. */
  public static final String COLUMNS =
      "s.number, s.id, s.project, s.network, s.prefix_length, s.gateway, s.pools, s.policy,"
          + " s.rest_millis, s.pool_id, s.key_name, s.pass_no, s.pass_at, s.pass_started, s.spent,"
          + " s.held_in_pools, s.held_outside, s.resting, s.rest_due, s.open_holds, s.cut_first,"
          + " s.cut_last, s.cut_from_pass";

  private static final String NAMES = COLUMNS.replaceAll("\\bs\\.", "");
  private static final String VALUES =
      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** Makes the subnets of an import those of the store. */
  static final String ADOPT =
      "INSERT INTO ipam_subnet ("
          + NAMES
          + ") SELECT "
          + NAMES
          + " FROM ipam_staged_subnet WHERE import_id = ?";

  private static final String BY_ID = "SELECT " + COLUMNS + " FROM ipam_subnet s WHERE s.id = ?";
  private static final String BY_NUMBER =
      "SELECT " + COLUMNS + " FROM ipam_subnet s WHERE s.number = ?";

  /** Finds a subnet by its id. */
  public static @Nullable SubnetRow find(Sql sql, String id) {
    return sql.first(BY_ID, SubnetRow::read, id);
  }

  /** Finds a subnet by its id, together with other queries. */
  public static Sql.Query<SubnetRow> query(String id) {
    return new Sql.Query<>(BY_ID, SubnetRow::read, id);
  }

  /**
   * Finds a subnet that must be there.
   *
   * @throws SubnetNotFoundException if it is not
   */
  public static SubnetRow required(Sql sql, String id) {
    SubnetRow row = find(sql, id);
    if (row == null) {
      throw new SubnetNotFoundException(id);
    }
    return row;
  }

  /** The same on a connection. */
  public static SubnetRow required(Connection connection, String id) {
    try (Sql sql = new Sql(connection)) {
      return required(sql, id);
    }
  }

  /** How full it is, where nothing rests. */
  public Usage usage() {
    BigInteger capacity =
        subnet.pools().stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger held = BigInteger.valueOf(state.heldInPools());
    return new Usage(
        subnet.id(),
        capacity,
        held,
        capacity.subtract(held),
        BigInteger.ZERO,
        BigInteger.valueOf(state.heldOutside()),
        null);
  }

  /** Finds a subnet by its number. */
  public static @Nullable SubnetRow find(Sql sql, long number) {
    return sql.first(BY_NUMBER, SubnetRow::read, number);
  }

  /** Reads a row that begins with {@link #COLUMNS}. */
  public static SubnetRow read(ResultSet row) throws SQLException {
    IpAddress network = Forms.address(row, 4);
    Cidr cidr = new Cidr(network, row.getInt(5));
    IpAddress gateway = Forms.optionalAddress(row, 6);
    byte[] chosen = row.getBytes(7);
    List<AddressRange> pools =
        chosen == null
            ? AllocationPools.generate(cidr, gateway)
            : Forms.ranges(chosen, Forms.width(network));
    Subnet subnet =
        new Subnet(
            row.getString(2),
            row.getString(3),
            cidr,
            gateway,
            pools,
            chosen == null,
            AllocationPolicy.valueOf(row.getString(8)),
            Duration.ofMillis(row.getLong(9)),
            row.getString(10));
    SubnetCounts state =
        new SubnetCounts(
            row.getLong(12),
            Forms.optionalAddress(row, 13),
            row.getLong(14),
            row.getInt(15),
            row.getLong(16),
            row.getLong(17),
            row.getLong(18),
            row.getLong(19),
            row.getInt(20),
            cut(row));
    return new SubnetRow(row.getLong(1), subnet, row.getString(11), state);
  }

  private static @Nullable Run cut(ResultSet row) throws SQLException {
    IpAddress first = Forms.optionalAddress(row, 21);
    IpAddress last = Forms.optionalAddress(row, 22);
    return first == null || last == null ? null : new Run(first, last, row.getLong(23));
  }

  /** Adds the row. */
  public void insert(Sql sql) {
    sql.run("INSERT INTO ipam_subnet (" + NAMES + VALUES + ")", values(null));
  }

  /** Adds the row to those of an import. */
  void insertStaged(Sql sql, String importId) {
    sql.run(
        "INSERT INTO ipam_staged_subnet (" + NAMES + ", import_id" + VALUES + ", ?)",
        values(importId));
  }

  private @Nullable Object[] values(@Nullable String importId) {
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        number,
        subnet.id(),
        subnet.project(),
        subnet.cidr().network().toBytes(),
        subnet.cidr().prefixLength(),
        Forms.bytes(subnet.gateway()),
        chosenPools(),
        subnet.policy().name(),
        subnet.rest().toMillis(),
        subnet.poolId(),
        key,
        state.passNo(),
        Forms.bytes(state.passAt()),
        state.passStarted(),
        state.spent(),
        state.heldInPools(),
        state.heldOutside(),
        state.resting(),
        state.restDue(),
        state.holds(),
        state.cutFirst(),
        state.cutLast(),
        state.cutFromPass());
    if (importId != null) {
      values.add(importId);
    }
    return values.toArray();
  }

  private byte @Nullable [] chosenPools() {
    return subnet.poolsGenerated() ? null : Forms.ranges(subnet.pools());
  }

  /** Writes gateway and pools. */
  public void updateDefinition(Sql sql) {
    sql.run(
        "UPDATE ipam_subnet SET gateway = ?, pools = ? WHERE number = ?",
        Forms.bytes(subnet.gateway()),
        chosenPools(),
        number);
  }

  /** Deletes the row. */
  public static void delete(Sql sql, long number) {
    sql.run("DELETE FROM ipam_subnet WHERE number = ?", number);
  }
}
