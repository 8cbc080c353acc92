package dev.ipam.builtin.index;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Offsets that rest, each until a time of its own.
 *
 * <p>Offsets whose rest ends in the same millisecond share one set, so that a mass release costs
 * little.
 */
final class RestTimes {
  /** What takes the offsets that rest. */
  @FunctionalInterface
  interface Visitor {
    void visit(long hi, long lo, long untilMillis);
  }

  private final OffsetTimes untilOf = new OffsetTimes();
  private final TreeMap<Long, OffsetSet> byTime = new TreeMap<>();
  private final OffsetSet all = new OffsetSet();

  int size() {
    return untilOf.size();
  }

  boolean contains(long hi, long lo) {
    return untilOf.get(hi, lo) != OffsetTimes.NONE;
  }

  /** Adds an offset that does not rest. */
  void add(long hi, long lo, long untilMillis) {
    untilOf.put(hi, lo, untilMillis);
    byTime.computeIfAbsent(untilMillis, time -> new OffsetSet()).add(hi, lo);
    all.add(hi, lo);
  }

  /** Removes an offset that rests, and returns until when it would have. */
  long remove(long hi, long lo) {
    long until = untilOf.remove(hi, lo);
    OffsetSet same = byTime.get(until);
    if (same != null) {
      same.remove(hi, lo);
      if (same.isEmpty()) {
        byTime.remove(until);
      }
    }
    all.remove(hi, lo);
    return until;
  }

  /** The end of the rest that ends first. There must be one. */
  long earliest() {
    return byTime.firstKey();
  }

  /** Removes the offsets whose rest ends first; null where none has ended at a time. */
  @Nullable OffsetSet pollRested(long nowMillis) {
    Map.Entry<Long, OffsetSet> first = byTime.firstEntry();
    if (first == null || first.getKey() > nowMillis) {
      return null;
    }
    byTime.pollFirstEntry();
    OffsetSet rested = first.getValue();
    for (OffsetCursor cursor = rested.cursor(); cursor.next(); ) {
      untilOf.remove(cursor.offset().hi(), cursor.offset().lo());
      all.remove(cursor.offset().hi(), cursor.offset().lo());
    }
    return rested;
  }

  /** Clears the bits of the offsets that rest. */
  void mask(long chunkHi, long chunkLo, long[] words) {
    long[] resting = all.words(chunkHi, chunkLo);
    for (int w = 0; w < words.length; w++) {
      words[w] &= ~resting[w];
    }
  }

  /** Visits all in the order in which their rest ends. */
  void forEach(Visitor visitor) {
    for (Map.Entry<Long, OffsetSet> entry : byTime.entrySet()) {
      for (OffsetCursor cursor = entry.getValue().cursor(); cursor.next(); ) {
        visitor.visit(cursor.offset().hi(), cursor.offset().lo(), entry.getKey());
      }
    }
  }

  /** An estimate; it visits everything. */
  long memoryBytes() {
    long bytes = Node.align(12 + 4 * 3) + 48 + untilOf.memoryBytes() + all.memoryBytes();
    for (OffsetSet same : byTime.values()) {
      bytes += 40 + 24 + same.memoryBytes();
    }
    return bytes;
  }
}
