package dev.ipam.builtin.prefix;

/** Prefixes as 128 bits in two longs, counted from the most significant one. */
final class Bits {
  static final int ALL = 128;

  private Bits() {}

  static boolean isSet(long hi, long lo, int index) {
    return index < Long.SIZE
        ? (hi >>> (Long.SIZE - 1 - index) & 1) != 0
        : (lo >>> (ALL - 1 - index) & 1) != 0;
  }

  static int commonPrefix(long aHi, long aLo, long bHi, long bLo) {
    long differing = aHi ^ bHi;
    return differing != 0
        ? Long.numberOfLeadingZeros(differing)
        : Long.SIZE + Long.numberOfLeadingZeros(aLo ^ bLo);
  }

  /** The upper half of a prefix cut to a length. */
  static long cutHi(long hi, int length) {
    if (length >= Long.SIZE) {
      return hi;
    }
    return length == 0 ? 0 : hi & -1L << (Long.SIZE - length);
  }

  /** The lower half of a prefix cut to a length. */
  static long cutLo(long lo, int length) {
    if (length <= Long.SIZE) {
      return 0;
    }
    return length == ALL ? lo : lo & -1L << (ALL - length);
  }

  /** The upper half of a prefix with its last bit turned. */
  static long siblingHi(long hi, int length) {
    return length <= Long.SIZE ? hi ^ 1L << (Long.SIZE - length) : hi;
  }

  /** The lower half of a prefix with its last bit turned. */
  static long siblingLo(long lo, int length) {
    return length <= Long.SIZE ? lo : lo ^ 1L << (ALL - length);
  }
}
