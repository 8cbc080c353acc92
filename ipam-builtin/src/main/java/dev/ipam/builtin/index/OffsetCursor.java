package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the offsets of a set in ascending order.
 *
 * <p>The set may be changed meanwhile: a step goes to the next offset that is then held.
 *
 * @since 0.1
 */
public final class OffsetCursor {
  private final OffsetSet set;
  private @Nullable UInt128 from;
  private UInt128 current = UInt128.ZERO;

  OffsetCursor(OffsetSet set, long fromHi, long fromLo) {
    this.set = set;
    this.from = new UInt128(fromHi, fromLo);
  }

  /**
   * Goes to the next offset.
   *
   * @return whether there is one
   */
  public boolean next() {
    UInt128 start = from;
    UInt128 found = start == null ? null : set.nextPresent(start.hi(), start.lo(), -1, -1);
    if (found == null) {
      from = null;
      return false;
    }
    current = found;
    from = found.equals(UInt128.MAX) ? null : Bits128.sum(found.hi(), found.lo(), 0, 1);
    return true;
  }

  /**
   * Returns the offset that the last successful {@link #next} went to.
   *
   * @return the offset
   */
  public UInt128 offset() {
    return current;
  }
}
