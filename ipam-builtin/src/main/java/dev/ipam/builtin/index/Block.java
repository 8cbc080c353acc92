package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/** A node of an aligned block of offsets. */
abstract class Block extends Node {
  final long hi;
  final long lo;

  Block(long hi, long lo, int span) {
    this.hi = Bits128.startHi(hi, span);
    this.lo = Bits128.startLo(lo, span);
  }

  @Override
  final long lowHi() {
    return hi;
  }

  @Override
  final long lowLo() {
    return lo;
  }

  @Override
  final long highHi() {
    return Bits128.endHi(hi, span());
  }

  @Override
  final long highLo() {
    return Bits128.endLo(lo, span());
  }

  @Override
  final @Nullable Node removeRange(long aHi, long aLo, long bHi, long bLo) {
    long endHi = highHi();
    long endLo = highLo();
    if (Bits128.less(bHi, bLo, hi, lo) || Bits128.less(endHi, endLo, aHi, aLo)) {
      return this;
    }
    boolean cutLow = Bits128.less(aHi, aLo, hi, lo);
    boolean cutHigh = Bits128.less(endHi, endLo, bHi, bLo);
    return removeInside(
        cutLow ? hi : aHi, cutLow ? lo : aLo, cutHigh ? endHi : bHi, cutHigh ? endLo : bLo);
  }

  /** Removes whatever is held of a range that lies in the block. */
  abstract @Nullable Node removeInside(long aHi, long aLo, long bHi, long bLo);

  /** The first offset behind the block; null where the block is the last. */
  final @Nullable UInt128 behind() {
    return highHi() == -1 && highLo() == -1 ? null : Bits128.sum(highHi(), highLo(), 0, 1);
  }

  /** The absent offset number k, counted from zero and from the first one behind the block. */
  final UInt128 selectBehind(long kHi, long kLo) {
    UInt128 found = Bits128.sum(highHi(), highLo(), kHi, kLo);
    return Bits128.sum(found.hi(), found.lo(), 0, 1);
  }
}
