package dev.ipam.builtin.index;

import java.util.Arrays;

/** A time for each of some offsets: a hash table without objects, 24 bytes a slot. */
final class OffsetTimes {
  /** What stands where a slot is empty, so it can be no entry's time. */
  static final long NONE = Long.MIN_VALUE;

  private static final int INITIAL_SLOTS = 8;

  private long[] keys = new long[2 * INITIAL_SLOTS];
  private long[] times = empty(INITIAL_SLOTS);
  private int size;

  int size() {
    return size;
  }

  long get(long hi, long lo) {
    return times[slot(hi, lo)];
  }

  void put(long hi, long lo, long time) {
    int at = slot(hi, lo);
    if (times[at] == NONE) {
      if (4L * (size + 1) > 3L * times.length) {
        grow();
        at = slot(hi, lo);
      }
      size++;
      keys[2 * at] = hi;
      keys[2 * at + 1] = lo;
    }
    times[at] = time;
  }

  /** Removes an offset and returns its time. */
  long remove(long hi, long lo) {
    int hole = slot(hi, lo);
    long time = times[hole];
    if (time == NONE) {
      return NONE;
    }
    size--;
    int mask = times.length - 1;
    for (int at = (hole + 1) & mask; times[at] != NONE; at = (at + 1) & mask) {
      int home = home(keys[2 * at], keys[2 * at + 1]);
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        keys[2 * hole] = keys[2 * at];
        keys[2 * hole + 1] = keys[2 * at + 1];
        times[hole] = times[at];
        hole = at;
      }
    }
    times[hole] = NONE;
    return time;
  }

  long memoryBytes() {
    return Node.align(12 + 4 + 4 + 4) + 2 * 16 + 24L * times.length;
  }

  private static long[] empty(int slots) {
    long[] times = new long[slots];
    Arrays.fill(times, NONE);
    return times;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldTimes = times;
    keys = new long[2 * oldKeys.length];
    times = empty(2 * oldTimes.length);
    for (int i = 0; i < oldTimes.length; i++) {
      if (oldTimes[i] != NONE) {
        int at = slot(oldKeys[2 * i], oldKeys[2 * i + 1]);
        keys[2 * at] = oldKeys[2 * i];
        keys[2 * at + 1] = oldKeys[2 * i + 1];
        times[at] = oldTimes[i];
      }
    }
  }

  /** The slot of an offset, or the empty one where it would go. */
  private int slot(long hi, long lo) {
    int mask = times.length - 1;
    int at = home(hi, lo);
    while (times[at] != NONE && (keys[2 * at] != hi || keys[2 * at + 1] != lo)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int home(long hi, long lo) {
    long mixed = (lo ^ (hi * 0x9E3779B97F4A7C15L)) * 0xD6E8FEB86659FD93L;
    long spread = (mixed ^ (mixed >>> 32)) * 0x9E3779B97F4A7C15L;
    return (int) (spread >>> 32) & (times.length - 1);
  }
}
