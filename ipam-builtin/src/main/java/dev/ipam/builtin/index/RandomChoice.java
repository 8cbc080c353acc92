package dev.ipam.builtin.index;

import java.util.random.RandomGenerator;

/** The choice of one free offset of the pools, each with the same probability. */
final class RandomChoice {
  private static final int TRIES = 16;

  private RandomChoice() {}

  /** A number of zero to below a bound, which is not zero. */
  static UInt128 below(long boundHi, long boundLo, RandomGenerator random) {
    long lastLo = boundLo - 1;
    long lastHi = boundLo == 0 ? boundHi - 1 : boundHi;
    long maskHi = ones(lastHi);
    long maskLo = lastHi == 0 ? ones(lastLo) : -1;
    while (true) {
      long hi = maskHi == 0 ? 0 : random.nextLong() & maskHi;
      long lo = random.nextLong() & maskLo;
      if (!Bits128.less(lastHi, lastLo, hi, lo)) {
        return new UInt128(hi, lo);
      }
    }
  }

  /** All bits up to the highest that is set. */
  private static long ones(long bits) {
    return bits == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(bits);
  }

  /** One of the offsets of the pools that are not in a set, of which there are so many. */
  static UInt128 choose(
      OffsetSet blocked, Pools pools, long freeHi, long freeLo, RandomGenerator random) {
    // Where a good part is free, a blind shot soon hits; all free ones are hit equally often.
    long quarterHi = pools.capacityHi() >>> 2;
    long quarterLo = (pools.capacityLo() >>> 2) | (pools.capacityHi() << 62);
    if (!Bits128.less(freeHi, freeLo, quarterHi, quarterLo)) {
      for (int i = 0; i < TRIES; i++) {
        UInt128 shot = offset(pools, below(pools.capacityHi(), pools.capacityLo(), random));
        if (!blocked.contains(shot.hi(), shot.lo())) {
          return shot;
        }
      }
    }
    return select(blocked, pools, below(freeHi, freeLo, random));
  }

  /** The offset number k of the pools. */
  private static UInt128 offset(Pools pools, UInt128 k) {
    long hi = k.hi();
    long lo = k.lo();
    int i = 0;
    while (i < pools.count() - 1 && !Bits128.less(hi, lo, pools.sizeHi(i), pools.sizeLo(i))) {
      hi -= pools.sizeHi(i) + Bits128.borrow(lo, pools.sizeLo(i));
      lo -= pools.sizeLo(i);
      i++;
    }
    return Bits128.sum(pools.firstHi(i), pools.firstLo(i), hi, lo);
  }

  /** The offset number k of those of the pools that are not in a set. */
  private static UInt128 select(OffsetSet blocked, Pools pools, UInt128 k) {
    long hi = k.hi();
    long lo = k.lo();
    int i = 0;
    for (; i < pools.count() - 1; i++) {
      UInt128 held =
          blocked.countInRange(
              pools.firstHi(i), pools.firstLo(i), pools.lastHi(i), pools.lastLo(i));
      long freeLo = pools.sizeLo(i) - held.lo();
      long freeHi = pools.sizeHi(i) - held.hi() - Bits128.borrow(pools.sizeLo(i), held.lo());
      if (Bits128.less(hi, lo, freeHi, freeLo)) {
        break;
      }
      hi -= freeHi + Bits128.borrow(lo, freeLo);
      lo -= freeLo;
    }
    UInt128 found =
        blocked.selectAbsent(
            pools.firstHi(i), pools.firstLo(i), pools.lastHi(i), pools.lastLo(i), hi, lo);
    if (found == null) {
      throw new IllegalStateException("Fewer offsets are free than were counted.");
    }
    return found;
  }
}
