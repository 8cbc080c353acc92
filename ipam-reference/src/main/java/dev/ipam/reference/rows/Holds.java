package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.Allocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What open transactions of callers hold.
 *
 * @param sql what runs the statements
 */
public record Holds(Sql sql) {
  /** The address is being taken. */
  public static final String TAKES = "A";

  /** The address is being released. */
  public static final String RELEASES = "R";

  private static final String COLUMNS =
      "SELECT h.address, h.unit_id, h.kind, h.token, h.key_name, h.pass_no, h.pass_before";

  /**
   * An address of a subnet.
   *
   * @param address the address
   * @param unitId the transaction
   * @param kind {@link #TAKES} or {@link #RELEASES}
   * @param token of the allocation
   * @param key of the allocation, or null
   * @param passNo the number of the pass that handed it out as the last one; 0 for none
   * @param passBefore where the pass stood before
   */
  public record Hold(
      IpAddress address,
      String unitId,
      String kind,
      long token,
      @Nullable String key,
      long passNo,
      @Nullable IpAddress passBefore) {
    private static Hold read(ResultSet row) throws SQLException {
      return new Hold(
          Forms.address(row, 1),
          row.getString(2),
          row.getString(3),
          row.getLong(4),
          row.getString(5),
          row.getLong(6),
          Forms.optionalAddress(row, 7));
    }
  }

  /** Adds holds of one subnet. */
  public void add(long number, List<Hold> holds) {
    List<@Nullable Object[]> rows = new ArrayList<>(holds.size());
    for (Hold hold : holds) {
      rows.add(
          new @Nullable Object[] {
            number,
            hold.address.toBytes(),
            hold.unitId,
            hold.kind,
            hold.token,
            hold.key,
            hold.passNo,
            Forms.bytes(hold.passBefore)
          });
    }
    sql.runAll(
        "INSERT INTO ipam_hold (subnet_number, address, unit_id, kind, token, key_name, pass_no,"
            + " pass_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows);
  }

  /** The hold of an address, or null. */
  public @Nullable Hold find(long number, IpAddress address) {
    return sql.first(
        COLUMNS + " FROM ipam_hold h WHERE h.subnet_number = ? AND h.address = ?",
        Hold::read,
        number,
        address.toBytes());
  }

  /**
   * The holds of a subnet, the address that a pass handed out last before those that it did
   * earlier.
   */
  public List<Hold> ofSubnet(long number) {
    return sql.all(
        COLUMNS + " FROM ipam_hold h WHERE h.subnet_number = ? ORDER BY h.token DESC",
        Hold::read,
        number);
  }

  /** Removes the hold of an address. */
  public void delete(long number, IpAddress address) {
    sql.run(
        "DELETE FROM ipam_hold WHERE subnet_number = ? AND address = ?", number, address.toBytes());
  }

  /** Writes, in the caller's transaction, what it allocates. */
  public void insert(long number, List<Allocation> allocations) {
    AllocationBuffer buffer = new AllocationBuffer(sql);
    allocations.forEach(allocation -> buffer.add(number, allocation));
    buffer.flush();
    sql.send();
  }

  /** Deletes, in the caller's transaction, what it releases; false where it is not there. */
  public boolean delete(long number, Allocation allocation) {
    return sql.run(
            "DELETE FROM ipam_allocation WHERE subnet_number = ? AND address = ? AND token = ?",
            number,
            allocation.address().toBytes(),
            allocation.token())
        == 1;
  }
}
