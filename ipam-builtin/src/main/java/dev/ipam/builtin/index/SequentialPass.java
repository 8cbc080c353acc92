package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/**
 * One pass over the pools in ascending order: how far it has come, and which free offsets ahead of
 * it must wait for the next one.
 */
final class SequentialPass {
  /** How many offsets may be spent; a pass that reaches it ends, or its memory had no bound. */
  static final int SPENT_BOUND = 65_536;

  private long hi;
  private long lo;
  private boolean over;
  private @Nullable OffsetSet spent;

  SequentialPass(Pools pools) {
    reset(pools);
  }

  void start(Pools pools, PoolIndexListener listener) {
    reset(pools);
    listener.passStarted();
  }

  private void reset(Pools pools) {
    over = pools.count() == 0;
    hi = over ? 0 : pools.firstHi(0);
    lo = over ? 0 : pools.firstLo(0);
    spent = null;
  }

  /** The first offset that was not passed, or null where the last of the pools was. */
  @Nullable UInt128 position() {
    return over ? null : new UInt128(hi, lo);
  }

  void restorePosition(@Nullable UInt128 position, Pools pools) {
    spent = null;
    over = position == null || pools.from(position.hi(), position.lo()) == pools.count();
    hi = position == null ? 0 : position.hi();
    lo = position == null ? 0 : position.lo();
  }

  boolean isAhead(long askHi, long askLo) {
    return !over && !Bits128.less(askHi, askLo, hi, lo);
  }

  /** The set of what is spent, not to be changed; null where nothing is. */
  @Nullable OffsetSet spent() {
    return spent;
  }

  /** Adds an offset, free and ahead; false where that reaches the bound. */
  boolean addSpent(long addHi, long addLo) {
    OffsetSet set = spent;
    if (set == null) {
      set = new OffsetSet();
      spent = set;
    }
    set.add(addHi, addLo);
    return set.size().lo() < SPENT_BOUND;
  }

  /** The first offset that this pass may hand out. */
  @Nullable UInt128 next(OffsetSet blocked, Pools pools) {
    int first = over ? pools.count() : pools.from(hi, lo);
    for (int i = first; i < pools.count(); i++) {
      boolean inside = !Bits128.less(hi, lo, pools.firstHi(i), pools.firstLo(i));
      UInt128 found =
          next(
              blocked,
              inside ? hi : pools.firstHi(i),
              inside ? lo : pools.firstLo(i),
              pools.lastHi(i),
              pools.lastLo(i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Each offset skipped here leaves what is spent when the pass moves on: once in its life. */
  private @Nullable UInt128 next(
      OffsetSet blocked, long fromHi, long fromLo, long lastHi, long lastLo) {
    OffsetSet skip = spent;
    UInt128 free = blocked.nextAbsent(fromHi, fromLo, lastHi, lastLo);
    while (free != null && skip != null && skip.contains(free.hi(), free.lo())) {
      UInt128 unspent = skip.nextAbsent(free.hi(), free.lo(), lastHi, lastLo);
      free =
          unspent == null ? null : blocked.nextAbsent(unspent.hi(), unspent.lo(), lastHi, lastLo);
    }
    return free;
  }

  /** Moves on to behind an offset of the pools. */
  void pass(long lastHi, long lastLo, Pools pools, PoolIndexListener listener) {
    unspend(hi, lo, lastHi, lastLo, listener);
    int end = pools.count() - 1;
    over = !Bits128.less(lastHi, lastLo, pools.lastHi(end), pools.lastLo(end));
    if (over) {
      listener.passOver();
      return;
    }
    lo = lastLo + 1;
    hi = lo == 0 ? lastHi + 1 : lastHi;
    listener.passMoved(hi, lo);
  }

  /** Takes a range out of what is spent. */
  void unspend(long aHi, long aLo, long bHi, long bLo, PoolIndexListener listener) {
    OffsetSet set = spent;
    UInt128 first = set == null ? null : set.nextPresent(aHi, aLo, bHi, bLo);
    if (set == null || first == null) {
      return;
    }
    set.removePresent(first.hi(), first.lo());
    // Mostly that was all, and a range costs more than one offset.
    if (set.nextPresent(first.hi(), first.lo(), bHi, bLo) != null) {
      set.removeRange(aHi, aLo, bHi, bLo);
    }
    if (set.isEmpty()) {
      spent = null;
    }
    listener.spentRemoved(aHi, aLo, bHi, bLo);
  }

  long memoryBytes() {
    OffsetSet set = spent;
    return Node.align(12 + 8 + 8 + 1 + 4) + (set == null ? 0 : set.memoryBytes());
  }
}
