package dev.ipam.builtin.index;

/**
 * Arithmetic on unsigned 128-bit numbers held as two longs, and on the aligned blocks of the trie.
 *
 * <p>A block of span n holds 2^n offsets. The smallest block of a trie, a leaf's, has span 12;
 * every level above adds six bits, up to span 132, which holds all offsets with room to spare.
 */
final class Bits128 {
  /** The span of a leaf's block. */
  static final int LEAF_SPAN = 12;

  /** The bits that one level of the trie decides. */
  static final int LEVEL_BITS = 6;

  private Bits128() {}

  static int compare(long aHi, long aLo, long bHi, long bLo) {
    int byHi = Long.compareUnsigned(aHi, bHi);
    return byHi != 0 ? byHi : Long.compareUnsigned(aLo, bLo);
  }

  static boolean less(long aHi, long aLo, long bHi, long bLo) {
    return compare(aHi, aLo, bHi, bLo) < 0;
  }

  /** The six bits above the lowest {@code shift} ones. */
  static int slot(long hi, long lo, int shift) {
    if (shift < 60) {
      return (int) (lo >>> shift) & 63;
    }
    return shift == 60 ? (int) ((lo >>> 60) | (hi << 4)) & 63 : (int) (hi >>> (shift - 64)) & 63;
  }

  static boolean sameBlock(long aHi, long aLo, long bHi, long bLo, int span) {
    if (span < 64) {
      return aHi == bHi && (aLo ^ bLo) >>> span == 0;
    }
    return span >= 128 || (aHi ^ bHi) >>> (span - 64) == 0;
  }

  /** The span of the smallest block that holds both. */
  static int commonSpan(long aHi, long aLo, long bHi, long bLo) {
    int differing =
        aHi != bHi
            ? 128 - Long.numberOfLeadingZeros(aHi ^ bHi)
            : 64 - Long.numberOfLeadingZeros(aLo ^ bLo);
    if (differing <= LEAF_SPAN) {
      return LEAF_SPAN;
    }
    return LEAF_SPAN + (differing - LEAF_SPAN + LEVEL_BITS - 1) / LEVEL_BITS * LEVEL_BITS;
  }

  static long startHi(long hi, int span) {
    if (span <= 64) {
      return hi;
    }
    return span >= 128 ? 0 : hi & (-1L << (span - 64));
  }

  static long startLo(long lo, int span) {
    return span >= 64 ? 0 : lo & (-1L << span);
  }

  static long endHi(long hi, int span) {
    return hi | ~startHi(-1, span);
  }

  static long endLo(long lo, int span) {
    return lo | ~startLo(-1, span);
  }

  /** 1 where adding the lower halves carries into the upper ones. */
  static long carry(long aLo, long sumLo) {
    return Long.compareUnsigned(sumLo, aLo) < 0 ? 1 : 0;
  }

  /** 1 where subtracting the lower halves borrows from the upper ones. */
  static long borrow(long aLo, long bLo) {
    return Long.compareUnsigned(aLo, bLo) < 0 ? 1 : 0;
  }

  /** The upper half of 2^n, for n below 128. */
  static long powerHi(int n) {
    return n < 64 ? 0 : 1L << (n - 64);
  }

  /** The lower half of 2^n. */
  static long powerLo(int n) {
    return n < 64 ? 1L << n : 0;
  }

  static UInt128 sum(long aHi, long aLo, long bHi, long bLo) {
    long lo = aLo + bLo;
    return new UInt128(aHi + bHi + carry(aLo, lo), lo);
  }

  /** The mask of the slots below this one. */
  static long below(int slot) {
    return (1L << slot) - 1;
  }

  /** The mask of the slots above this one. */
  static long above(int slot) {
    return slot == 63 ? 0 : -1L << (slot + 1);
  }

  /** The mask of the slots from one to another, both included. */
  static long between(int first, int last) {
    return (-1L << first) & (-1L >>> (63 - last));
  }
}
