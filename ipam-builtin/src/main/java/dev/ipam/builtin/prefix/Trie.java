package dev.ipam.builtin.prefix;

import dev.ipam.builtin.prefix.Node.Fork;
import dev.ipam.builtin.prefix.Node.Taken;
import org.jspecify.annotations.Nullable;

/** What is taken of a block, as a tree of nodes; no node where nothing is. */
final class Trie {
  private Trie() {}

  static boolean isFree(@Nullable Node root, long hi, long lo, int length) {
    Node node = root;
    while (node != null) {
      int common = common(node, hi, lo, length);
      if (common < node.length) {
        return common < length;
      }
      if (length == common || !(node instanceof Fork fork)) {
        return false;
      }
      node = Bits.isSet(hi, lo, fork.length) ? fork.upper : fork.lower;
    }
    return true;
  }

  /** Takes a block that is wholly free. */
  static Node take(@Nullable Node node, long hi, long lo, int length) {
    if (node == null) {
      return new Taken(hi, lo, length);
    }
    int common = common(node, hi, lo, length);
    if (common == length) {
      throw new IllegalStateException("not free: a block of length " + length);
    }
    if (common < node.length) {
      Node leaf = new Taken(hi, lo, length);
      return Bits.isSet(hi, lo, common)
          ? Node.join(common, node, leaf)
          : Node.join(common, leaf, node);
    }
    if (!(node instanceof Fork fork)) {
      throw new IllegalStateException("not free: within a block of length " + node.length);
    }
    return Bits.isSet(hi, lo, fork.length)
        ? Node.join(fork.length, fork.lower, take(fork.upper, hi, lo, length))
        : Node.join(fork.length, take(fork.lower, hi, lo, length), fork.upper);
  }

  /** Releases a block that is wholly taken. */
  static @Nullable Node release(@Nullable Node node, long hi, long lo, int length) {
    if (node == null || common(node, hi, lo, length) < node.length) {
      throw new IllegalStateException("not taken: a block of length " + length);
    }
    if (!(node instanceof Fork fork)) {
      return hole(node.length, hi, lo, length);
    }
    if (length <= fork.length) {
      throw new IllegalStateException("not wholly taken: a block of length " + length);
    }
    boolean inUpper = Bits.isSet(hi, lo, fork.length);
    Node rest = release(inUpper ? fork.upper : fork.lower, hi, lo, length);
    if (rest == null) {
      return inUpper ? fork.lower : fork.upper;
    }
    return inUpper
        ? Node.join(fork.length, fork.lower, rest)
        : Node.join(fork.length, rest, fork.upper);
  }

  /** What remains of the taken block of a length around a block that becomes free. */
  private static @Nullable Node hole(int outer, long hi, long lo, int length) {
    Node rest = null;
    for (int at = length; at > outer; at--) {
      long siblingHi = Bits.siblingHi(Bits.cutHi(hi, at), at);
      long siblingLo = Bits.siblingLo(Bits.cutLo(lo, at), at);
      Node sibling = new Taken(siblingHi, siblingLo, at);
      if (rest == null) {
        rest = sibling;
      } else {
        boolean inUpper = Bits.isSet(hi, lo, at - 1);
        rest = inUpper ? Node.join(at - 1, sibling, rest) : Node.join(at - 1, rest, sibling);
      }
    }
    return rest;
  }

  private static int common(Node node, long hi, long lo, int length) {
    int common = Bits.commonPrefix(node.hi, node.lo, hi, lo);
    return Math.min(common, Math.min(length, node.length));
  }
}
