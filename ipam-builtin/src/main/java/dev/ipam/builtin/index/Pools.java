package dev.ipam.builtin.index;

import java.util.List;

/** The allocation pools of a subnet: disjoint ranges of offsets in ascending order. */
final class Pools {
  /** Four longs a pool: first and last offset, upper half first. */
  private final long[] bounds;

  private final long capacityHi;
  private final long capacityLo;

  Pools(List<OffsetRange> ranges) {
    bounds = new long[4 * ranges.size()];
    Tally capacity = new Tally();
    for (int i = 0; i < ranges.size(); i++) {
      UInt128 first = ranges.get(i).first();
      UInt128 last = ranges.get(i).last();
      if (i > 0 && !Bits128.less(lastHi(i - 1), lastLo(i - 1), first.hi(), first.lo())) {
        throw new IllegalArgumentException(
            "The pool "
                + ranges.get(i)
                + " does not lie above the pool "
                + ranges.get(i - 1)
                + ".");
      }
      bounds[4 * i] = first.hi();
      bounds[4 * i + 1] = first.lo();
      bounds[4 * i + 2] = last.hi();
      bounds[4 * i + 3] = last.lo();
      capacity.add(sizeHi(i), sizeLo(i));
    }
    capacityHi = capacity.hi();
    capacityLo = capacity.lo();
    if (bounds.length > 0 && capacityHi == 0 && capacityLo == 0) {
      throw new IllegalArgumentException(
          "The pools hold all 2^128 offsets, but the first address of such a subnet is none to"
              + " allocate.");
    }
  }

  int count() {
    return bounds.length >>> 2;
  }

  long firstHi(int i) {
    return bounds[4 * i];
  }

  long firstLo(int i) {
    return bounds[4 * i + 1];
  }

  long lastHi(int i) {
    return bounds[4 * i + 2];
  }

  long lastLo(int i) {
    return bounds[4 * i + 3];
  }

  /** The upper half of how many offsets a pool has; modulo 2^128. */
  long sizeHi(int i) {
    long carry = lastLo(i) - firstLo(i) == -1 ? 1 : 0;
    return lastHi(i) - firstHi(i) - Bits128.borrow(lastLo(i), firstLo(i)) + carry;
  }

  long sizeLo(int i) {
    return lastLo(i) - firstLo(i) + 1;
  }

  long capacityHi() {
    return capacityHi;
  }

  long capacityLo() {
    return capacityLo;
  }

  /** The first pool that does not end before an offset; the count of pools where there is none. */
  int from(long hi, long lo) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Bits128.less(lastHi(middle), lastLo(middle), hi, lo)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean contains(long hi, long lo) {
    int i = from(hi, lo);
    return i < count() && !Bits128.less(hi, lo, firstHi(i), firstLo(i));
  }

  /** How many offsets of a set lie in the pools and in a range. */
  UInt128 countIn(OffsetSet set, long aHi, long aLo, long bHi, long bLo) {
    Tally sum = new Tally();
    for (int i = from(aHi, aLo); i < count(); i++) {
      if (Bits128.less(bHi, bLo, firstHi(i), firstLo(i))) {
        break;
      }
      boolean cutLow = Bits128.less(firstHi(i), firstLo(i), aHi, aLo);
      boolean cutHigh = Bits128.less(bHi, bLo, lastHi(i), lastLo(i));
      UInt128 here =
          set.countInRange(
              cutLow ? aHi : firstHi(i),
              cutLow ? aLo : firstLo(i),
              cutHigh ? bHi : lastHi(i),
              cutHigh ? bLo : lastLo(i));
      sum.add(here.hi(), here.lo());
    }
    return new UInt128(sum.hi(), sum.lo());
  }

  long memoryBytes() {
    return Node.align(12 + 4 + 8 + 8) + Node.align(16 + 8L * bounds.length);
  }
}
