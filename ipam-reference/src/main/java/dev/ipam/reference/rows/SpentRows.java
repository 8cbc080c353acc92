package dev.ipam.reference.rows;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is spent in the pass of one subnet. New rows wait until {@link #flush}; where many are asked
 * for, all are read at once.
 */
public final class SpentRows {
  private static final int MANY = 64;
  private static final RowWrite INSERT =
      new RowWrite.Table("ipam_spent")
          .key(ColumnType.NUMBER, "subnet_number")
          .key(ColumnType.BYTES, "address")
          .insert();

  private final Sql sql;
  private final long number;
  private final Set<IpAddress> added = new LinkedHashSet<>();
  private @Nullable Set<IpAddress> known;

  /** Makes the view of a subnet's rows. */
  public SpentRows(Sql sql, long number) {
    this.sql = sql;
    this.number = number;
  }

  /** Prepares for so many questions. */
  public void expect(int questions) {
    if (questions >= MANY && known == null) {
      known =
          new HashSet<>(
              sql.all(
                  "SELECT address FROM ipam_spent WHERE subnet_number = ?",
                  row -> Forms.address(row, 1),
                  number));
    }
  }

  /** Forgets what {@link #expect} read. */
  public void trim() {
    known = null;
  }

  /** Tells whether an address is spent. */
  public boolean contains(IpAddress address) {
    if (added.contains(address)) {
      return true;
    }
    Set<IpAddress> all = known;
    return all != null
        ? all.contains(address)
        : sql.first(
                "SELECT 1 FROM ipam_spent WHERE subnet_number = ? AND address = ?",
                row -> true,
                number,
                address.toBytes())
            != null;
  }

  /** Adds an address that is not spent. */
  public void add(IpAddress address) {
    added.add(address);
  }

  /** What is spent in a range. */
  public List<IpAddress> in(AddressRange range) {
    flush();
    return sql.all(
        "SELECT address FROM ipam_spent WHERE subnet_number = ? AND address BETWEEN ? AND ?",
        row -> Forms.address(row, 1),
        number,
        range.first().toBytes(),
        range.last().toBytes());
  }

  /** Removes what a pass has passed, and returns how many these were. */
  public int removeUpTo(IpAddress last) {
    flush();
    known = null;
    return sql.run(
        "DELETE FROM ipam_spent WHERE subnet_number = ? AND address <= ?", number, last.toBytes());
  }

  /** Removes what is spent in a range, and returns how many these were. */
  public int remove(AddressRange range) {
    flush();
    known = null;
    return sql.run(
        "DELETE FROM ipam_spent WHERE subnet_number = ? AND address BETWEEN ? AND ?",
        number,
        range.first().toBytes(),
        range.last().toBytes());
  }

  /** Removes all. */
  public void removeAll() {
    added.clear();
    known = null;
    sql.run("DELETE FROM ipam_spent WHERE subnet_number = ?", number);
  }

  /** Writes what was added; it waits, as {@link Sql} says. */
  public void flush() {
    Set<IpAddress> all = known;
    if (all != null) {
      all.addAll(added);
    }
    sql.write(
        INSERT,
        added.stream().map(address -> new @Nullable Object[] {number, address.toBytes()}).toList());
    added.clear();
  }
}
