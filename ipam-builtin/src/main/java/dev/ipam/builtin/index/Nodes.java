package dev.ipam.builtin.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How nodes come to be and are put together. */
final class Nodes {
  private Nodes() {}

  /** Adds an offset that is not held yet, also outside of the node's block. */
  static Node add(Node node, long hi, long lo) {
    return node.accepts(hi, lo) ? node.add(hi, lo) : widened(node, hi, lo, hi, lo).add(hi, lo);
  }

  /** Adds a range, also outside of the node's block. */
  static Node addRange(@Nullable Node node, long aHi, long aLo, long bHi, long bLo) {
    if (node == null) {
      return range(aHi, aLo, bHi, bLo);
    }
    boolean fits = node instanceof Bucket || (node.accepts(aHi, aLo) && node.accepts(bHi, bLo));
    Node wide = fits ? node : widened(node, aHi, aLo, bHi, bLo);
    return wide.addRange(aHi, aLo, bHi, bLo);
  }

  /** A node that holds just a range. */
  static Node range(long aHi, long aLo, long bHi, long bLo) {
    int span = Bits128.commonSpan(aHi, aLo, bHi, bLo);
    Node empty = span == Bits128.LEAF_SPAN ? new Leaf(aHi, aLo) : new Inner(aHi, aLo, span);
    return empty.addRange(aHi, aLo, bHi, bLo);
  }

  /** A node that holds all of the block of a span around an offset. */
  static Node fullBlock(long hi, long lo, int span) {
    return span == Bits128.LEAF_SPAN ? Leaf.full(hi, lo) : Inner.full(hi, lo, span);
  }

  /** Adds a leaf of whose block nothing is held. */
  static Node graft(@Nullable Node node, Leaf leaf) {
    if (node == null) {
      return leaf;
    }
    if (node instanceof Bucket bucket) {
      Node merged = leaf;
      for (int i = 0; i < bucket.size(); i++) {
        merged = add(merged, bucket.lowHi(), bucket.lo(i));
      }
      return merged;
    }
    Node wide =
        node.accepts(leaf.lowHi(), leaf.lowLo())
            ? node
            : widened(node, leaf.lowHi(), leaf.lowLo(), leaf.highHi(), leaf.highLo());
    ((Inner) wide).graft(leaf);
    return wide;
  }

  /** More lower halves than a bucket takes, in the smallest block that holds them. */
  static Node split(long hi, long[] los) {
    int span = Bits128.commonSpan(hi, los[0], hi, los[los.length - 1]);
    if (span > Bits128.LEAF_SPAN) {
      Inner inner = new Inner(hi, los[0], span);
      inner.distribute(new Bucket(hi, los));
      return inner;
    }
    Node leaf = new Leaf(hi, los[0]);
    for (long lo : los) {
      leaf = leaf.add(hi, lo);
    }
    return leaf;
  }

  /** The few offsets of a node, which share the upper half, as a bucket. */
  static Bucket bucketOf(Node node, int count) {
    long[] los = new long[count];
    UInt128 next = node.nextPresent(node.lowHi(), node.lowLo());
    int at = 0;
    for (; next != null && at < count; at++) {
      los[at] = next.lo();
      next = next.lo() == -1 ? null : node.nextPresent(next.hi(), next.lo() + 1);
    }
    return new Bucket(node.lowHi(), Arrays.copyOf(los, at));
  }

  /** The smallest block that holds a node and a range, with the node in it. */
  private static Inner widened(Node node, long aHi, long aLo, long bHi, long bLo) {
    boolean below = Bits128.less(aHi, aLo, node.lowHi(), node.lowLo());
    boolean above = Bits128.less(node.highHi(), node.highLo(), bHi, bLo);
    long lowHi = below ? aHi : node.lowHi();
    long lowLo = below ? aLo : node.lowLo();
    int span =
        Bits128.commonSpan(lowHi, lowLo, above ? bHi : node.highHi(), above ? bLo : node.highLo());
    Inner wide = new Inner(lowHi, lowLo, span);
    if (node instanceof Bucket bucket) {
      wide.distribute(bucket);
    } else {
      wide.place(node);
    }
    return wide;
  }
}
