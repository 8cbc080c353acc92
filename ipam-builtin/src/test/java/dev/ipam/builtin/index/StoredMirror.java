package dev.ipam.builtin.index;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a store would hold of an index that told it every change. */
final class StoredMirror implements PoolIndexListener {
  final TreeSet<BigInteger> spent = new TreeSet<>();
  final TreeMap<BigInteger, Long> resting = new TreeMap<>();
  final Map<UInt128, byte[]> chunks = new TreeMap<>();
  @Nullable BigInteger position;
  private final Supplier<@Nullable BigInteger> start;

  StoredMirror(Supplier<@Nullable BigInteger> start) {
    this.start = start;
    this.position = start.get();
  }

  @Override
  public void passStarted() {
    position = start.get();
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
  }

  @Override
  public void restEnded(long hi, long lo) {
    if (resting.remove(big(hi, lo)) == null) {
      throw new AssertionError("did not rest: " + big(hi, lo));
    }
  }

  private static BigInteger big(long hi, long lo) {
    return new UInt128(hi, lo).toBigInteger();
  }
}
