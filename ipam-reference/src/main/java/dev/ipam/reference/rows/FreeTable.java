package dev.ipam.reference.rows;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.FreeRuns;
import dev.ipam.reference.space.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code ipam_free} of one subnet. What is written waits, as {@link Sql} says.
 *
 * @param number the subnet's number
 * @param sql what runs the statements of the present transaction
 */
public record FreeTable(long number, Sql sql) implements FreeRuns.Table {
  private static final RowWrite.Table TABLE =
      new RowWrite.Table("ipam_free")
          .values(ColumnType.BYTES, "first_address")
          .values(ColumnType.NUMBER, "from_pass")
          .key(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.BYTES, "last_address");
  private static final RowWrite DELETE = TABLE.deleteRange();
  private static final RowWrite UPDATE = TABLE.update();
  private static final RowWrite INSERT = TABLE.insert();
  private static final RowWrite CUT =
      new RowWrite.Table("ipam_free")
          .values(ColumnType.BYTES, "first_address")
          .key(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.BYTES, "last_address")
          .update();

  private static final String ENDING_FROM =
      "SELECT first_address, last_address, from_pass FROM ipam_free"
          + " WHERE subnet_number = ? AND last_address >= ? ORDER BY last_address LIMIT ?";

  @Override
  public List<Run> endingFrom(IpAddress at, int most) {
    return sql.all(ENDING_FROM, FreeTable::run, number, at.toBytes(), most);
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(Forms.address(row, 1), Forms.address(row, 2), row.getLong(3));
  }

  @Override
  public void delete(List<AddressRange> lasts) {
    List<@Nullable Object[]> rows = new ArrayList<>(lasts.size());
    for (AddressRange each : lasts) {
      rows.add(new @Nullable Object[] {number, each.first().toBytes(), each.last().toBytes()});
    }
    sql.write(DELETE, rows);
  }

  @Override
  public void update(List<Run> runs) {
    sql.write(UPDATE, values(runs));
  }

  @Override
  public void cut(AddressRange run) {
    sql.write(
        CUT,
        List.<@Nullable Object[]>of(
            new @Nullable Object[] {run.first().toBytes(), number, run.last().toBytes()}));
  }

  @Override
  public void insert(List<Run> runs) {
    sql.write(INSERT, values(runs));
  }

  private List<@Nullable Object[]> values(List<Run> runs) {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (Run run : runs) {
      rows.add(
          new @Nullable Object[] {
            run.first().toBytes(), run.fromPass(), number, run.last().toBytes()
          });
    }
    return rows;
  }
}
