package dev.ipam.builtin.index;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a {@link PoolIndex} must do, told with plain sets over pools small enough to list. */
final class PoolModel {
  final TreeSet<BigInteger> taken = new TreeSet<>();
  final TreeMap<BigInteger, Long> resting = new TreeMap<>();
  final TreeSet<BigInteger> spent = new TreeSet<>();
  private final TreeSet<BigInteger> waiting = new TreeSet<>();
  @Nullable BigInteger position;
  private List<BigInteger> pools = List.of();
  private long now = Long.MIN_VALUE;

  PoolModel(List<OffsetRange> ranges) {
    setPools(ranges);
  }

  void setPools(List<OffsetRange> ranges) {
    pools = new ArrayList<>();
    for (OffsetRange range : ranges) {
      BigInteger last = range.last().toBigInteger();
      for (BigInteger x = range.first().toBigInteger();
          x.compareTo(last) <= 0;
          x = x.add(BigInteger.ONE)) {
        pools.add(x);
      }
    }
    newPass();
  }

  private void newPass() {
    position = pools.isEmpty() ? null : pools.get(0);
    spent.clear();
    waiting.clear();
    waiting.addAll(resting.keySet());
  }

  List<BigInteger> free() {
    return pools.stream().filter(x -> !taken.contains(x) && !resting.containsKey(x)).toList();
  }

  private boolean ahead(BigInteger x) {
    return position != null && x.compareTo(position) >= 0;
  }

  private List<BigInteger> available() {
    return free().stream()
        .filter(x -> ahead(x) && !spent.contains(x) && !waiting.contains(x))
        .toList();
  }

  @Nullable List<BigInteger> next(int count) {
    if (free().size() < count) {
      return null;
    }
    List<BigInteger> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      if (available().isEmpty()) {
        newPass();
      }
      BigInteger x = available().get(0);
      chosen.add(x);
      take(x);
      BigInteger lastOfAll = pools.get(pools.size() - 1);
      position = x.equals(lastOfAll) ? null : x.add(BigInteger.ONE);
      spent.removeIf(y -> y.compareTo(x) <= 0);
    }
    return chosen;
  }

  @Nullable List<BigInteger> lowest(int count) {
    if (free().size() < count) {
      return null;
    }
    List<BigInteger> chosen = List.copyOf(free().subList(0, count));
    chosen.forEach(this::take);
    return chosen;
  }

  boolean take(BigInteger x) {
    resting.remove(x);
    return taken.add(x);
  }

  boolean release(BigInteger x, long until) {
    if (!taken.remove(x)) {
      return false;
    }
    if (until > now) {
      resting.put(x, until);
    }
    if (pools.contains(x) && ahead(x)) {
      spent.add(x);
    }
    return true;
  }

  void advance(long time) {
    now = Math.max(now, time);
    resting.values().removeIf(until -> until <= now);
  }

  PoolUsage usage() {
    long in = taken.stream().filter(pools::contains).count();
    return new PoolUsage(
        UInt128.of(pools.size()),
        UInt128.of(free().size()),
        in,
        resting.keySet().stream().filter(pools::contains).count(),
        taken.size() - in);
  }

  @Nullable Long earliestRestEnd() {
    return resting.entrySet().stream()
        .filter(entry -> pools.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .min(Long::compare)
        .orElse(null);
  }
}
