package dev.ipam.builtin.index;

/** A 128-bit sum in the making. */
final class Tally {
  private long hi;
  private long lo;

  void add(long addHi, long addLo) {
    lo += addLo;
    hi += addHi + Bits128.carry(addLo, lo);
  }

  /** Adds so many whole blocks of a span. */
  void addBlocks(int blocks, int span) {
    long n = blocks;
    if (span < 64) {
      add(span == 0 ? 0 : n >>> (64 - span), n << span);
    } else {
      add(n << (span - 64), 0);
    }
  }

  long hi() {
    return hi;
  }

  long lo() {
    return lo;
  }
}
