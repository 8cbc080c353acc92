package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/** The 64 slots of an {@link Inner} node: which are full, and the nodes of those that have one. */
final class Slots {
  private static final Node[] NONE = {};

  private long mixed;
  private long full;
  private Node[] children = NONE;

  long full() {
    return full;
  }

  /** The slots that are not empty. */
  long used() {
    return mixed | full;
  }

  boolean isFull(int s) {
    return (full >>> s & 1) != 0;
  }

  @Nullable Node child(int s) {
    return (mixed >>> s & 1) == 0 ? null : children[position(s)];
  }

  /** The one node, where there is exactly one. */
  @Nullable Node onlyChild() {
    return children.length == 1 ? children[0] : null;
  }

  /** Sets what is in a slot of the span; null empties it, and a node that fills it is dropped. */
  void put(int s, @Nullable Node node, int span) {
    long bit = 1L << s;
    boolean fills = node != null && node.isFull() && node.span() == span;
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
  void fill(long mask) {
    empty(mask);
    full |= mask;
  }

  /** Makes all slots of a mask empty. */
  void empty(long mask) {
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
  void tallyBelow(int s, int span, Tally tally) {
    tally.addBlocks(Long.bitCount(full & Bits128.below(s)), span);
    for (int i = position(s) - 1; i >= 0; i--) {
      tally.add(children[i].countHi(), children[i].countLo());
    }
  }

  void tallyAll(int span, Tally tally) {
    tally.addBlocks(Long.bitCount(full), span);
    for (Node child : children) {
      tally.add(child.countHi(), child.countLo());
    }
  }

  long memoryBytes() {
    long bytes = Node.align(12 + 8 + 8 + 4);
    if (children.length > 0) {
      bytes += Node.align(16 + 4L * children.length);
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
}
