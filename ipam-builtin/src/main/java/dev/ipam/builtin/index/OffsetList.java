package dev.ipam.builtin.index;

import java.util.Arrays;
import java.util.Objects;

/**
 * A list of offsets in the order in which they were handed out.
 *
 * <p>Eight bytes an offset, sixteen where any is 2^64 or above.
 *
 * @since 0.1
 */
public final class OffsetList {
  private static final long[] NONE = {};

  private final long[] los;
  private long[] his = NONE;
  private int size;

  OffsetList(int capacity) {
    los = new long[capacity];
  }

  void add(long hi, long lo) {
    if (hi != 0 && his.length == 0) {
      his = new long[los.length];
    }
    if (his.length > 0) {
      his[size] = hi;
    }
    los[size++] = lo;
  }

  void addRun(long firstHi, long firstLo, int count) {
    for (int i = 0; i < count; i++) {
      long lo = firstLo + i;
      add(firstHi + Bits128.carry(firstLo, lo), lo);
    }
  }

  /**
   * Returns how many offsets there are.
   *
   * @return the count
   */
  public int size() {
    return size;
  }

  /**
   * Returns the upper half of an offset.
   *
   * @param index the place in the list, from zero
   * @return the upper 64 bits
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public long hi(int index) {
    Objects.checkIndex(index, size);
    return his.length == 0 ? 0 : his[index];
  }

  /**
   * Returns the lower half of an offset.
   *
   * @param index the place in the list, from zero
   * @return the lower 64 bits
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public long lo(int index) {
    return los[Objects.checkIndex(index, size)];
  }

  /**
   * Returns an offset.
   *
   * @param index the place in the list, from zero
   * @return the offset
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public UInt128 get(int index) {
    return new UInt128(hi(index), lo(index));
  }

  @Override
  public String toString() {
    UInt128[] all = new UInt128[size];
    Arrays.setAll(all, this::get);
    return Arrays.toString(all);
  }
}
