package dev.ipam.builtin.prefix;

/**
 * A part of the space that is not wholly free; immutable.
 *
 * <p>Where a node hangs below a block that is larger than its own, the rest of that block is free:
 *
 * <pre>
 *   block /8 ─┬─ free /9                    the free /9 and /10 are not stored:
 *             └─┬─ free /10                 they are what lies between the block
 *               └─ node /10                 and its node
 * </pre>
 */
abstract sealed class Node {
  final long hi;
  final long lo;
  final int length;

  private Node(long hi, long lo, int length) {
    this.hi = hi;
    this.lo = lo;
    this.length = length;
  }

  /** The lower half of the lengths of the free blocks within this node. */
  abstract long freeLow();

  /** The upper half of the lengths of the free blocks within this node. */
  abstract long freeHigh();

  /** The lower half of the lengths of the free blocks of a block that has this node in it. */
  final long freeLowWithin(int blockLength) {
    return freeLow() | Lengths.betweenLow(blockLength, length);
  }

  /** The upper half of the lengths of the free blocks of a block that has this node in it. */
  final long freeHighWithin(int blockLength) {
    return freeHigh() | Lengths.betweenHigh(blockLength, length);
  }

  /** A block of which nothing is free. */
  static final class Taken extends Node {
    Taken(long hi, long lo, int length) {
      super(hi, lo, length);
    }

    @Override
    long freeLow() {
      return 0;
    }

    @Override
    long freeHigh() {
      return 0;
    }
  }

  /** A block with something taken in both of its halves, and something free. */
  static final class Fork extends Node {
    final Node lower;
    final Node upper;
    private final long freeLow;
    private final long freeHigh;

    private Fork(int length, Node lower, Node upper) {
      super(Bits.cutHi(lower.hi, length), Bits.cutLo(lower.lo, length), length);
      this.lower = lower;
      this.upper = upper;
      freeLow = lower.freeLowWithin(length + 1) | upper.freeLowWithin(length + 1);
      freeHigh = lower.freeHighWithin(length + 1) | upper.freeHighWithin(length + 1);
    }

    @Override
    long freeLow() {
      return freeLow;
    }

    @Override
    long freeHigh() {
      return freeHigh;
    }
  }

  /** The block of a length that has these two nodes in its halves. */
  static Node join(int length, Node lower, Node upper) {
    boolean full =
        lower instanceof Taken
            && upper instanceof Taken
            && lower.length == length + 1
            && upper.length == length + 1;
    return full ? new Taken(lower.hi, lower.lo, length) : new Fork(length, lower, upper);
  }
}
