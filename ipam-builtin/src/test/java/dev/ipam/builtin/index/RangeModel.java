package dev.ipam.builtin.index;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of numbers as a plain list of disjoint ranges: slow, and simple enough to be believed. */
final class RangeModel {
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private record Range(BigInteger first, BigInteger last) {
    BigInteger size() {
      return last.subtract(first).add(BigInteger.ONE);
    }
  }

  private List<Range> ranges = new ArrayList<>();

  void remove(BigInteger first, BigInteger last) {
    List<Range> kept = new ArrayList<>();
    for (Range range : ranges) {
      if (range.first.compareTo(first) < 0) {
        kept.add(new Range(range.first, range.last.min(first.subtract(BigInteger.ONE))));
      }
      if (range.last.compareTo(last) > 0) {
        kept.add(new Range(range.first.max(last.add(BigInteger.ONE)), range.last));
      }
    }
    ranges = kept;
  }

  void add(BigInteger first, BigInteger last) {
    remove(first, last);
    int at = 0;
    while (at < ranges.size() && ranges.get(at).first.compareTo(first) < 0) {
      at++;
    }
    ranges.add(at, new Range(first, last));
  }

  void clear() {
    ranges.clear();
  }

  boolean contains(BigInteger x) {
    return ranges.stream().anyMatch(r -> r.first.compareTo(x) <= 0 && r.last.compareTo(x) >= 0);
  }

  BigInteger count(BigInteger first, BigInteger last) {
    BigInteger sum = BigInteger.ZERO;
    for (Range range : ranges) {
      BigInteger from = range.first.max(first);
      BigInteger upto = range.last.min(last);
      if (from.compareTo(upto) <= 0) {
        sum = sum.add(new Range(from, upto).size());
      }
    }
    return sum;
  }

  @Nullable BigInteger nextPresent(BigInteger from, BigInteger last) {
    for (Range range : ranges) {
      if (range.last.compareTo(from) >= 0) {
        BigInteger found = range.first.max(from);
        return found.compareTo(last) <= 0 ? found : null;
      }
    }
    return null;
  }

  @Nullable BigInteger nextAbsent(BigInteger from, BigInteger last) {
    return selectAbsent(from, last, BigInteger.ZERO);
  }

  @Nullable BigInteger selectAbsent(BigInteger first, BigInteger last, BigInteger k) {
    BigInteger found = first.add(k);
    for (Range range : ranges) {
      BigInteger from = range.first.max(first);
      if (from.compareTo(range.last) <= 0 && from.compareTo(found) <= 0) {
        found = found.add(range.last.subtract(from)).add(BigInteger.ONE);
      }
    }
    return found.compareTo(last.min(MAX)) <= 0 ? found : null;
  }

  /** All numbers, of which there must be few. */
  List<BigInteger> elements() {
    List<BigInteger> all = new ArrayList<>();
    for (Range range : ranges) {
      for (BigInteger x = range.first; x.compareTo(range.last) <= 0; x = x.add(BigInteger.ONE)) {
        all.add(x);
      }
    }
    return all;
  }
}
