package dev.ipam.builtin.prefix;

/** Sets of the prefix lengths 1 to 128 in two longs: those up to 64, and those from 65 on. */
final class Lengths {
  private Lengths() {}

  /** The lower half of the lengths 1 to n. */
  static long upToLow(int n) {
    return n >= Long.SIZE ? -1L : (1L << n) - 1;
  }

  /** The upper half of the lengths 1 to n. */
  static long upToHigh(int n) {
    if (n <= Long.SIZE) {
      return 0;
    }
    return n >= Bits.ALL ? -1L : (1L << (n - Long.SIZE)) - 1;
  }

  /** The lower half of the lengths above one and up to another. */
  static long betweenLow(int above, int upTo) {
    return upToLow(upTo) & ~upToLow(above);
  }

  /** The upper half of the lengths above one and up to another. */
  static long betweenHigh(int above, int upTo) {
    return upToHigh(upTo) & ~upToHigh(above);
  }

  static boolean contains(long low, long high, int length) {
    return length <= Long.SIZE
        ? (low >>> (length - 1) & 1) != 0
        : (high >>> (length - Long.SIZE - 1) & 1) != 0;
  }

  /** The greatest length of a set that is not above a limit; 0 where there is none. */
  static int greatest(long low, long high, int limit) {
    long above = high & upToHigh(limit);
    if (above != 0) {
      return Bits.ALL - Long.numberOfLeadingZeros(above);
    }
    return Long.SIZE - Long.numberOfLeadingZeros(low & upToLow(limit));
  }
}
