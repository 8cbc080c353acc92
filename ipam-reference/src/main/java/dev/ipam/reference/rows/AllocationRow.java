package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.RequestKind;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An allocation as it is stored: its primary key is subnet and address. */
public final class AllocationRow {
  /** The columns that {@link #read} reads, of a table named a. */
  public static final String COLUMNS =
      "a.address, a.owner, a.token, a.kind, a.allocated_at, a.key_name, a.network, a.port,"
          + " a.device, a.device_owner, a.mac, a.host_name";

  private static final int WIDTH = 12;

  private static final RowWrite.Table TABLE =
      new RowWrite.Table("ipam_allocation")
          .values(ColumnType.TEXT, "owner")
          .values(ColumnType.NUMBER, "token")
          .values(ColumnType.TEXT, "kind")
          .values(ColumnType.NUMBER, "allocated_at")
          .values(ColumnType.TEXT, "key_name", "network", "port", "device", "device_owner")
          .values(ColumnType.BYTES, "mac")
          .values(ColumnType.TEXT, "host_name")
          .key(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.BYTES, "address");
  static final RowWrite INSERT = TABLE.insert();
  static final RowWrite UPDATE = TABLE.update();
  static final RowWrite DELETE = TABLE.delete();

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM ipam_allocation a WHERE a.subnet_number = ? AND a.address = ?";

  private AllocationRow() {}

  /** Finds the allocation of an address. */
  public static @Nullable Allocation find(
      Sql sql, long number, String subnetId, IpAddress address) {
    return sql.first(FIND, row -> read(row, subnetId), number, address.toBytes());
  }

  /** Reads a row that begins with {@link #COLUMNS}. */
  public static Allocation read(ResultSet row, String subnetId) throws SQLException {
    AllocationContext context =
        new AllocationContext(
            row.getString(7),
            row.getString(8),
            row.getString(9),
            row.getString(10),
            mac(row.getBytes(11)),
            row.getString(12));
    return new Allocation(
        subnetId,
        Forms.address(row, 1),
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(5)),
        RequestKind.valueOf(row.getString(4)),
        row.getLong(3),
        row.getString(6),
        context.equals(AllocationContext.NONE) ? AllocationContext.NONE : context);
  }

  /** Reads a row of {@link #COLUMNS} and the subnet's id. */
  public static Allocation readWithSubnet(ResultSet row) throws SQLException {
    return read(row, row.getString(WIDTH + 1));
  }

  /** The values for {@link #INSERT} and {@link #UPDATE}. */
  public static @Nullable Object[] values(long number, Allocation allocation) {
    AllocationContext context = allocation.context();
    return new @Nullable Object[] {
      allocation.owner(),
      allocation.token(),
      allocation.kind().name(),
      allocation.allocatedAt().toEpochMilli(),
      allocation.key(),
      context.network(),
      context.port(),
      context.device(),
      context.deviceOwner(),
      mac(context.mac()),
      context.hostName(),
      number,
      allocation.address().toBytes()
    };
  }

  private static byte @Nullable [] mac(@Nullable MacAddress mac) {
    if (mac == null) {
      return null;
    }
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) mac.bits()).putLong(mac.value()).array();
  }

  private static @Nullable MacAddress mac(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int bits = in.get();
    return new MacAddress(in.getLong(), bits);
  }
}
