package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/**
 * A block of 64 equal slots: which are full, and the nodes of those that have one.
 *
 * <p>Only slots with a node take memory. A slot's node may have a smaller block than the slot:
 * levels at which nothing branches are left out.
 */
abstract class Slotted extends Block {
  private static final Node[] NONE = {};

  private long mixed;
  private long full;
  private Node[] children = NONE;

  /** The span of a slot. */
  final int shift;

  Slotted(long hi, long lo, int span) {
    super(hi, lo, span);
    shift = span - Bits128.LEVEL_BITS;
  }

  @Override
  final int span() {
    return shift + Bits128.LEVEL_BITS;
  }

  final long fullSlots() {
    return full;
  }

  /** The slots that are not empty. */
  final long usedSlots() {
    return mixed | full;
  }

  final boolean isFull(int s) {
    return ((full >>> s) & 1) != 0;
  }

  final @Nullable Node child(int s) {
    return ((mixed >>> s) & 1) == 0 ? null : children[position(s)];
  }

  /** The one node, where there is exactly one. */
  final @Nullable Node onlyChild() {
    return children.length == 1 ? children[0] : null;
  }

  /** Sets what is in a slot; null empties it, and a node that fills it is dropped. */
  final void put(int s, @Nullable Node node) {
    long bit = 1L << s;
    boolean fills = node != null && node.isFull() && node.span() == shift;
    full = fills ? full | bit : full & ~bit;
    boolean had = (mixed & bit) != 0;
    int at = position(s);
    if (node == null || fills) {
      if (had) {
        mixed &= ~bit;
        children = without(at);
      }
    } else if (had) {
      children[at] = node;
    } else {
      mixed |= bit;
      children = with(at, node);
    }
  }

  /** Makes all slots of a mask full. */
  final void fill(long mask) {
    empty(mask);
    full |= mask;
  }

  /** Makes all slots of a mask empty. */
  final void empty(long mask) {
    full &= ~mask;
    if ((mixed & mask) == 0) {
      return;
    }
    Node[] kept = new Node[Long.bitCount(mixed & ~mask)];
    int at = 0;
    for (long rest = mixed & ~mask; rest != 0; rest &= rest - 1) {
      kept[at++] = children[position(Long.numberOfTrailingZeros(rest))];
    }
    mixed &= ~mask;
    children = kept;
  }

  /** Adds how many offsets the slots below one hold. */
  final void tallyBelow(int s, Tally tally) {
    tally.addBlocks(Long.bitCount(full & Bits128.below(s)), shift);
    for (int i = position(s) - 1; i >= 0; i--) {
      tally.add(children[i].countHi(), children[i].countLo());
    }
  }

  final void tallyAll(Tally tally) {
    tally.addBlocks(Long.bitCount(full), shift);
    for (Node child : children) {
      tally.add(child.countHi(), child.countLo());
    }
  }

  @Override
  final long memoryBytes() {
    long bytes = align(12 + 8 * 6 + 4 + 4);
    if (children.length > 0) {
      bytes += align(16 + 4L * children.length);
    }
    for (Node child : children) {
      bytes += child.memoryBytes();
    }
    return bytes;
  }

  private int position(int s) {
    return Long.bitCount(mixed & Bits128.below(s));
  }

  private Node[] with(int at, Node node) {
    Node[] more = new Node[children.length + 1];
    System.arraycopy(children, 0, more, 0, at);
    more[at] = node;
    System.arraycopy(children, at, more, at + 1, children.length - at);
    return more;
  }

  private Node[] without(int at) {
    if (children.length == 1) {
      return NONE;
    }
    Node[] fewer = new Node[children.length - 1];
    System.arraycopy(children, 0, fewer, 0, at);
    System.arraycopy(children, at + 1, fewer, at, fewer.length - at);
    return fewer;
  }

  /** The slots that exist: the widest block has no more than four. */
  final long existing() {
    return span() > 128 ? Bits128.below(1 << (128 - shift)) : -1;
  }

  final long slotHi(int s) {
    if (shift < 60) {
      return hi;
    }
    return shift == 60 ? hi | (s >>> 4) : hi | ((long) s << (shift - 64));
  }

  final long slotLo(int s) {
    return shift < 64 ? lo | ((long) s << shift) : lo;
  }

  /** The slots from first to last but for a first or last one that the range does not cover. */
  final long wholeSlots(int first, int last, long aHi, long aLo, long bHi, long bLo) {
    long whole = Bits128.between(first, last);
    if (aHi != Bits128.startHi(aHi, shift) || aLo != Bits128.startLo(aLo, shift)) {
      whole &= ~(1L << first);
    }
    if (bHi != Bits128.endHi(bHi, shift) || bLo != Bits128.endLo(bLo, shift)) {
      whole &= ~(1L << last);
    }
    return whole;
  }
}
