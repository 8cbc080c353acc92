package dev.ipam.builtin.index;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Offsets that have rested, and of whose rest nothing here takes note any more. */
final class Rested {
  private final Deque<OffsetSet> sets = new ArrayDeque<>();
  private OffsetSet singles = new OffsetSet();

  void add(long hi, long lo) {
    singles.add(hi, lo);
  }

  /** Takes a set over, whatever its size. */
  void addAll(@Nullable OffsetSet set) {
    if (set != null) {
      sets.add(set);
    }
  }

  /** Gives back a set that was taken over since the last call of {@link #drain}. */
  void retract(@Nullable OffsetSet set) {
    sets.removeIf(each -> each == set);
  }

  boolean isEmpty() {
    return sets.isEmpty() && singles.isEmpty();
  }

  /** Removes and returns some offsets, no more than so many. */
  OffsetList drain(int most) {
    OffsetList drained = new OffsetList(most);
    while (drained.size() < most && !isEmpty()) {
      if (sets.isEmpty()) {
        sets.add(singles);
        singles = new OffsetSet();
      }
      OffsetSet set = sets.element();
      OffsetCursor cursor = set.cursor();
      while (drained.size() < most && cursor.next()) {
        drained.add(cursor.offset().hi(), cursor.offset().lo());
        set.removePresent(cursor.offset().hi(), cursor.offset().lo());
      }
      if (set.isEmpty()) {
        sets.remove();
      }
    }
    return drained;
  }

  /** An estimate; it visits every inner node. */
  long memoryBytes() {
    long bytes = Node.align(12 + 4 + 4) + 120 + singles.memoryBytes();
    for (OffsetSet set : sets) {
      bytes += set.memoryBytes();
    }
    return bytes;
  }
}
