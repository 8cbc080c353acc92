package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/**
 * One pass over the pools in ascending order: how far it has come, and which offsets ahead of it it
 * must not hand out: those that were released while it lasts, which are spent, and those that were
 * resting when it began and have rested since, which wait for the next one.
 */
final class SequentialPass {
  /** How many offsets may be spent; a pass that reaches it ends, or its memory had no bound. */
  static final int SPENT_BOUND = 65_536;

  private long hi;
  private long lo;
  private boolean over;
  private @Nullable OffsetSet spent;
  private @Nullable OffsetSet waiting;

  SequentialPass(Pools pools) {
    reset(pools);
  }

  /** Returns what has waited for this. */
  @Nullable OffsetSet start(Pools pools, PoolIndexListener listener) {
    OffsetSet waited = waiting;
    reset(pools);
    listener.passStarted();
    return waited;
  }

  private void reset(Pools pools) {
    over = pools.count() == 0;
    hi = over ? 0 : pools.firstHi(0);
    lo = over ? 0 : pools.firstLo(0);
    spent = null;
    waiting = null;
  }

  /** The first offset that was not passed, or null where the last of the pools was. */
  @Nullable UInt128 position() {
    return over ? null : new UInt128(hi, lo);
  }

  void restorePosition(@Nullable UInt128 position, Pools pools) {
    spent = null;
    waiting = null;
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

  boolean isSpent(long askHi, long askLo) {
    return spent != null && spent.contains(askHi, askLo);
  }

  /** Adds an offset ahead that is not spent. */
  void addSpent(long addHi, long addLo) {
    OffsetSet set = spent;
    if (set == null) {
      set = new OffsetSet();
      spent = set;
    }
    set.addAbsent(addHi, addLo);
  }

  boolean isSpentUp() {
    return spent != null && spent.size().lo() >= SPENT_BOUND;
  }

  /** The set of what waits, to be changed by nobody else; null where nothing does. */
  @Nullable OffsetSet waiting() {
    return waiting;
  }

  boolean isWaiting(long askHi, long askLo) {
    return waiting != null && waiting.contains(askHi, askLo);
  }

  void restoreWaiting(@Nullable OffsetSet set) {
    waiting = set;
  }

  /** Adds an offset ahead that has rested. It stays until the pass ends. */
  void addWaiting(long addHi, long addLo) {
    OffsetSet set = waiting;
    if (set == null) {
      set = new OffsetSet();
      waiting = set;
    }
    set.add(addHi, addLo);
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

  /** Each offset skipped here is behind the pass when it moves on: that is once in a pass. */
  private @Nullable UInt128 next(
      OffsetSet blocked, long fromHi, long fromLo, long lastHi, long lastLo) {
    UInt128 next = blocked.nextAbsent(fromHi, fromLo, lastHi, lastLo);
    OffsetSet skip = next == null ? null : skipping(next);
    while (next != null && skip != null) {
      next = skip.nextAbsent(next.hi(), next.lo(), lastHi, lastLo);
      next = next == null ? null : blocked.nextAbsent(next.hi(), next.lo(), lastHi, lastLo);
      skip = next == null ? null : skipping(next);
    }
    return next;
  }

  private @Nullable OffsetSet skipping(UInt128 offset) {
    if (isSpent(offset.hi(), offset.lo())) {
      return spent;
    }
    return isWaiting(offset.hi(), offset.lo()) ? waiting : null;
  }

  /** Moves on to behind an offset of the pools. */
  void pass(long lastHi, long lastLo, Pools pools, PoolIndexListener listener) {
    unspend(lastHi, lastLo, listener);
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

  /** What the pass leaves behind is not counted any more. */
  private void unspend(long bHi, long bLo, PoolIndexListener listener) {
    long aHi = hi;
    long aLo = lo;
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
    return Node.align(12 + 8 + 8 + 1 + 4 + 4)
        + (spent == null ? 0 : spent.memoryBytes())
        + (waiting == null ? 0 : waiting.memoryBytes());
  }
}
