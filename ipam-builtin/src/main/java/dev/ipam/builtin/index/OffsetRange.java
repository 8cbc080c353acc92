package dev.ipam.builtin.index;

/**
 * A range of offsets, both ends included.
 *
 * @param first the first offset
 * @param last the last offset, not before the first
 * @since 0.1
 */
public record OffsetRange(UInt128 first, UInt128 last) {
  /**
   * Creates the range.
   *
   * @param first the first offset
   * @param last the last offset
   * @throws IllegalArgumentException if the range ends before its start
   */
  public OffsetRange {
    if (last.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "The range ends at " + last + ", before its start at " + first + ".");
    }
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
