package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.RowWrite;
import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes of a subnet with its addresses.
 *
 * @param passNo the number of the present pass, from 1
 * @param passAt the address that the pass handed out last, or null at its start
 * @param passStarted when the pass began, in milliseconds since 1970; {@link Long#MIN_VALUE} where
 *     it is the first
 * @param spent how many addresses were released during the pass ahead of it; those that it has
 *     passed since may still be counted
 * @param heldInPools how many addresses of the pools are allocated
 * @param heldOutside how many others are
 * @param resting how many addresses of the pools rest
 * @param restDue no rest ends before this, in milliseconds since 1970; {@link Long#MAX_VALUE} where
 *     nothing rests
 * @param holds how many rows of it are in {@code ipam_hold}
 * @param cut what is left of the run of {@code ipam_free} that ends where this does, whose row says
 *     more; or null
 */
public record SubnetCounts(
    long passNo,
    @Nullable IpAddress passAt,
    long passStarted,
    int spent,
    long heldInPools,
    long heldOutside,
    long resting,
    long restDue,
    int holds,
    @Nullable Run cut) {
  /** Those of a new subnet. */
  public static final SubnetCounts NEW =
      new SubnetCounts(1, null, Long.MIN_VALUE, 0, 0, 0, 0, Long.MAX_VALUE, 0, null);

  private static final RowWrite UPDATE =
      new RowWrite.Table("ipam_subnet")
          .values(ColumnType.NUMBER, "pass_no")
          .values(ColumnType.BYTES, "pass_at")
          .values(ColumnType.NUMBER, "pass_started")
          .values(ColumnType.SMALL, "spent")
          .values(ColumnType.NUMBER, "held_in_pools", "held_outside", "resting", "rest_due")
          .values(ColumnType.SMALL, "open_holds")
          .values(ColumnType.BYTES, "cut_first", "cut_last")
          .values(ColumnType.NUMBER, "cut_from_pass")
          .key(ColumnType.NUMBER, "number")
          .update();

  /** The first address of {@link #cut} as it is stored. */
  byte @Nullable [] cutFirst() {
    return cut == null ? null : cut.first().toBytes();
  }

  /** The last address of {@link #cut} as it is stored. */
  byte @Nullable [] cutLast() {
    return cut == null ? null : cut.last().toBytes();
  }

  /** The first pass that may hand out {@link #cut}. */
  @Nullable Long cutFromPass() {
    return cut == null ? null : cut.fromPass();
  }

  /** Writes those of several subnets; they wait, as {@link Sql} says. */
  public static void update(Sql sql, List<Numbered> all) {
    List<@Nullable Object[]> rows = new ArrayList<>(all.size());
    for (Numbered each : all) {
      SubnetCounts counts = each.counts();
      rows.add(
          new @Nullable Object[] {
            counts.passNo,
            Forms.bytes(counts.passAt),
            counts.passStarted,
            counts.spent,
            counts.heldInPools,
            counts.heldOutside,
            counts.resting,
            counts.restDue,
            counts.holds,
            counts.cutFirst(),
            counts.cutLast(),
            counts.cutFromPass(),
            each.number()
          });
    }
    sql.write(UPDATE, rows);
  }

  /**
   * Counts of a subnet.
   *
   * @param number the subnet's number
   * @param counts the counts
   */
  public record Numbered(long number, SubnetCounts counts) {}
}
