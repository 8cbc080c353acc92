package dev.ipam.builtin.index;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a store would hold of an index that told it every change. */
final class StoredMirror implements PoolIndexListener {
  final TreeSet<BigInteger> spent = new TreeSet<>();
  final TreeMap<BigInteger, Long> resting = new TreeMap<>();

  /** What is stored of rests: those that have ended too, until the index lets go of them. */
  final TreeMap<BigInteger, Long> rests = new TreeMap<>();

  final Map<UInt128, byte[]> chunks = new TreeMap<>();
  @Nullable BigInteger position;
  long passStarted = Long.MIN_VALUE;
  private final Supplier<@Nullable BigInteger> start;
  private final LongSupplier now;

  StoredMirror(Supplier<@Nullable BigInteger> start, LongSupplier now) {
    this.start = start;
    this.now = now;
    this.position = start.get();
  }

  @Override
  public void passStarted() {
    position = start.get();
    passStarted = now.getAsLong();
    spent.clear();
  }

  @Override
  public void passMoved(long hi, long lo) {
    position = big(hi, lo);
  }

  @Override
  public void passOver() {
    position = null;
  }

  @Override
  public void spentAdded(long hi, long lo) {
    if (!spent.add(big(hi, lo))) {
      throw new AssertionError("spent twice: " + big(hi, lo));
    }
  }

  @Override
  public void spentRemoved(long firstHi, long firstLo, long lastHi, long lastLo) {
    var gone = spent.subSet(big(firstHi, firstLo), true, big(lastHi, lastLo), true);
    if (gone.isEmpty()) {
      throw new AssertionError("nothing was spent from " + big(firstHi, firstLo));
    }
    gone.clear();
  }

  @Override
  public void restStarted(long hi, long lo, long untilMillis) {
    if (resting.put(big(hi, lo), untilMillis) != null) {
      throw new AssertionError("rests twice: " + big(hi, lo));
    }
    rests.put(big(hi, lo), untilMillis);
  }

  @Override
  public void restEnded(long hi, long lo) {
    if (resting.remove(big(hi, lo)) == null) {
      throw new AssertionError("did not rest: " + big(hi, lo));
    }
  }

  @Override
  public void restBroken(long hi, long lo, long untilMillis) {
    Long until = resting.remove(big(hi, lo));
    if (until == null || until != untilMillis) {
      throw new AssertionError("did not rest until " + untilMillis + ": " + big(hi, lo));
    }
    rests.remove(big(hi, lo));
  }

  /** What the index lets go of. */
  void settle(OffsetList rested) {
    for (int i = 0; i < rested.size(); i++) {
      BigInteger offset = big(rested.hi(i), rested.lo(i));
      if (resting.containsKey(offset)) {
        throw new AssertionError("rests still: " + offset);
      }
      rests.remove(offset);
    }
  }

  private static BigInteger big(long hi, long lo) {
    return new UInt128(hi, lo).toBigInteger();
  }
}
