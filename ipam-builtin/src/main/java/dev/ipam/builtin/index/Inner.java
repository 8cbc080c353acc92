package dev.ipam.builtin.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node with nodes below it, and the count of what they hold. */
final class Inner extends Slotted {
  /** At most so many offsets are better kept in a bucket; well below its size, against flapping. */
  private static final int MERGE = Bucket.MAX / 2;

  /** The span from which on the upper halves of a block's offsets may differ. */
  private static final int WIDE_SPAN = 66;

  private long countHi;
  private long countLo;

  /** The block of a span around an offset, with nothing in it yet: the caller adds something. */
  Inner(long hi, long lo, int span) {
    super(hi, lo, span);
  }

  /** A block with all in it. */
  static Inner full(long hi, long lo, int span) {
    Inner inner = new Inner(hi, lo, span);
    inner.fill(-1);
    inner.recount();
    return inner;
  }

  /** Places a node, which must lie in one slot that is empty. */
  void place(Node node) {
    put(Bits128.slot(node.lowHi(), node.lowLo(), shift), node);
    countLo += node.countLo();
    countHi += node.countHi() + Bits128.carry(node.countLo(), countLo);
  }

  /** Places the offsets of a bucket, each in its slot, all of which must be empty. */
  void distribute(Bucket bucket) {
    int from = 0;
    for (int i = 1; i <= bucket.size(); i++) {
      if (i == bucket.size() || slotOf(bucket, i) != slotOf(bucket, from)) {
        place(bucket.part(from, i));
        from = i;
      }
    }
  }

  private int slotOf(Bucket bucket, int index) {
    return Bits128.slot(bucket.lowHi(), bucket.lo(index), shift);
  }

  /** Adds a leaf of this block, of whose offsets none is held. */
  void graft(Leaf leaf) {
    int s = Bits128.slot(leaf.lowHi(), leaf.lowLo(), shift);
    put(s, Nodes.graft(child(s), leaf));
    countLo += leaf.countLo();
    countHi += Bits128.carry(leaf.countLo(), countLo);
  }

  @Override
  long countHi() {
    return countHi;
  }

  @Override
  long countLo() {
    return countLo;
  }

  @Override
  boolean isFull() {
    return fullSlots() == -1;
  }

  @Override
  boolean accepts(long askHi, long askLo) {
    return Bits128.sameBlock(hi, lo, askHi, askLo, span());
  }

  @Override
  boolean contains(long askHi, long askLo) {
    if (!accepts(askHi, askLo)) {
      return false;
    }
    int s = Bits128.slot(askHi, askLo, shift);
    if (isFull(s)) {
      return true;
    }
    Node child = child(s);
    return child != null && child.contains(askHi, askLo);
  }

  @Override
  Node add(long addHi, long addLo) {
    int s = Bits128.slot(addHi, addLo, shift);
    Node child = child(s);
    put(s, child == null ? Bucket.of(addHi, addLo) : Nodes.add(child, addHi, addLo));
    countLo++;
    countHi += countLo == 0 ? 1 : 0;
    return this;
  }

  @Override
  @Nullable Node remove(long removeHi, long removeLo) {
    int s = Bits128.slot(removeHi, removeLo, shift);
    Node child = isFull(s) ? Nodes.fullBlock(removeHi, removeLo, shift) : child(s);
    if (child == null) {
      throw new IllegalStateException("An offset that is not held was to be removed.");
    }
    put(s, child.remove(removeHi, removeLo));
    countHi -= countLo == 0 ? 1 : 0;
    countLo--;
    return settled();
  }

  @Override
  Node addRange(long aHi, long aLo, long bHi, long bLo) {
    int first = Bits128.slot(aHi, aLo, shift);
    int last = Bits128.slot(bHi, bLo, shift);
    long whole = wholeSlots(first, last, aHi, aLo, bHi, bLo);
    if (first == last && whole == 0) {
      addToSlot(first, aHi, aLo, bHi, bLo);
      return this;
    }
    if (((whole >>> first) & 1) == 0 && !isFull(first)) {
      long endHi = Bits128.endHi(aHi, shift);
      long endLo = Bits128.endLo(aLo, shift);
      put(first, Nodes.addRange(child(first), aHi, aLo, endHi, endLo));
    }
    if (first != last && ((whole >>> last) & 1) == 0 && !isFull(last)) {
      long startHi = Bits128.startHi(bHi, shift);
      long startLo = Bits128.startLo(bLo, shift);
      put(last, Nodes.addRange(child(last), startHi, startLo, bHi, bLo));
    }
    fill(whole);
    recount();
    return this;
  }

  /** Adds a part of a slot; a small range costs no look at the other */
  private void addToSlot(int s, long aHi, long aLo, long bHi, long bLo) {
    if (isFull(s)) {
      return;
    }
    Node child = child(s);
    long beforeHi = child == null ? 0 : child.countHi();
    long beforeLo = child == null ? 0 : child.countLo();
    Node after = Nodes.addRange(child, aHi, aLo, bHi, bLo);
    put(s, after);
    long addedLo = after.countLo() - beforeLo;
    countLo += addedLo;
    countHi += after.countHi() - beforeHi - Bits128.borrow(after.countLo(), beforeLo);
    countHi += Bits128.carry(addedLo, countLo);
  }

  @Override
  @Nullable Node removeInside(long aHi, long aLo, long bHi, long bLo) {
    int first = Bits128.slot(aHi, aLo, shift);
    int last = Bits128.slot(bHi, bLo, shift);
    empty(wholeSlots(first, last, aHi, aLo, bHi, bLo));
    removeFromSlot(first, aHi, aLo, bHi, bLo);
    if (first != last) {
      removeFromSlot(last, aHi, aLo, bHi, bLo);
    }
    recount();
    return settled();
  }

  private void removeFromSlot(int s, long aHi, long aLo, long bHi, long bLo) {
    Node child = isFull(s) ? Nodes.fullBlock(slotHi(s), slotLo(s), shift) : child(s);
    if (child != null) {
      put(s, child.removeRange(aHi, aLo, bHi, bLo));
    }
  }

  @Override
  @Nullable UInt128 nextAbsent(long fromHi, long fromLo) {
    if (!accepts(fromHi, fromLo)) {
      return new UInt128(fromHi, fromLo);
    }
    int s = Bits128.slot(fromHi, fromLo, shift);
    if (!isFull(s)) {
      Node child = child(s);
      UInt128 found =
          child == null ? new UInt128(fromHi, fromLo) : child.nextAbsent(fromHi, fromLo);
      if (found != null && Bits128.sameBlock(found.hi(), found.lo(), fromHi, fromLo, shift)) {
        return found;
      }
    }
    long open = ~fullSlots() & Bits128.above(s) & existing();
    if (open == 0) {
      return behind();
    }
    int t = Long.numberOfTrailingZeros(open);
    Node child = child(t);
    return child == null
        ? new UInt128(slotHi(t), slotLo(t))
        : child.nextAbsent(slotHi(t), slotLo(t));
  }

  @Override
  @Nullable UInt128 nextPresent(long askHi, long askLo) {
    long fromHi = askHi;
    long fromLo = askLo;
    if (Bits128.less(askHi, askLo, hi, lo)) {
      fromHi = hi;
      fromLo = lo;
    } else if (!accepts(askHi, askLo)) {
      return null;
    }
    int s = Bits128.slot(fromHi, fromLo, shift);
    if (isFull(s)) {
      return new UInt128(fromHi, fromLo);
    }
    Node child = child(s);
    UInt128 found = child == null ? null : child.nextPresent(fromHi, fromLo);
    if (found != null) {
      return found;
    }
    long any = usedSlots() & Bits128.above(s);
    if (any == 0) {
      return null;
    }
    int t = Long.numberOfTrailingZeros(any);
    Node next = child(t);
    return next == null
        ? new UInt128(slotHi(t), slotLo(t))
        : next.nextPresent(slotHi(t), slotLo(t));
  }

  @Override
  void tally(long uptoHi, long uptoLo, Tally tally) {
    if (Bits128.less(uptoHi, uptoLo, hi, lo)) {
      return;
    }
    if (!accepts(uptoHi, uptoLo)) {
      tally.add(countHi, countLo);
      return;
    }
    int s = Bits128.slot(uptoHi, uptoLo, shift);
    tallyBelow(s, tally);
    Node child = child(s);
    if (child != null) {
      child.tally(uptoHi, uptoLo, tally);
    } else if (isFull(s)) {
      long startLo = slotLo(s);
      tally.add(uptoHi - slotHi(s) - Bits128.borrow(uptoLo, startLo), uptoLo - startLo);
      tally.add(0, 1);
    }
  }

  @Override
  UInt128 selectAbsent(long fromHi, long fromLo, long kHi, long kLo) {
    long gapLo = lo - fromLo;
    long gapHi = hi - fromHi - Bits128.borrow(lo, fromLo);
    if (Bits128.less(kHi, kLo, gapHi, gapLo)) {
      return Bits128.sum(fromHi, fromLo, kHi, kLo);
    }
    long leftHi = kHi - gapHi - Bits128.borrow(kLo, gapLo);
    long leftLo = kLo - gapLo;
    long sizeHi = Bits128.powerHi(shift);
    long sizeLo = Bits128.powerLo(shift);
    for (long rest = ~fullSlots() & existing(); rest != 0; rest &= rest - 1) {
      int s = Long.numberOfTrailingZeros(rest);
      Node child = child(s);
      long hereHi = sizeHi;
      long hereLo = sizeLo;
      if (child != null) {
        hereHi -= child.countHi() + Bits128.borrow(sizeLo, child.countLo());
        hereLo -= child.countLo();
      }
      if (Bits128.less(leftHi, leftLo, hereHi, hereLo)) {
        return child == null
            ? Bits128.sum(slotHi(s), slotLo(s), leftHi, leftLo)
            : child.selectAbsent(slotHi(s), slotLo(s), leftHi, leftLo);
      }
      leftHi -= hereHi + Bits128.borrow(leftLo, hereLo);
      leftLo -= hereLo;
    }
    return selectBehind(leftHi, leftLo);
  }

  @Override
  void copyChunk(long startHi, long startLo, long[] words) {
    if (!accepts(startHi, startLo)) {
      return;
    }
    if (shift > Bits128.LEAF_SPAN) {
      copySlot(Bits128.slot(startHi, startLo, shift), startHi, startLo, words, 0, words.length);
      return;
    }
    int first = Bits128.slot(startHi, startLo, shift);
    for (int i = 0; i < words.length / 64; i++) {
      copySlot(first + i, startHi, startLo, words, i * 64, i * 64 + 64);
    }
  }

  private void copySlot(int s, long startHi, long startLo, long[] words, int from, int to) {
    Node child = child(s);
    if (child != null) {
      child.copyChunk(startHi, startLo, words);
    } else if (isFull(s)) {
      Arrays.fill(words, from, to, -1);
    }
  }

  private void recount() {
    Tally tally = new Tally();
    tallyAll(tally);
    countHi = tally.hi();
    countLo = tally.lo();
  }

  /** What takes this node's place after a removal. */
  private @Nullable Node settled() {
    if (fullSlots() != 0) {
      return this;
    }
    Node only = onlyChild();
    if (usedSlots() == 0 || only != null) {
      return only;
    }
    if (span() < WIDE_SPAN && countHi == 0 && countLo >= 0 && countLo <= MERGE) {
      return Nodes.bucketOf(this, (int) countLo);
    }
    return this;
  }
}
