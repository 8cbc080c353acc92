package dev.ipam.builtin.index;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets of a subnet are taken and which rest, and how many of either its pools have.
 *
 * <p>One set holds both kinds, so that one look finds what may be handed out.
 */
abstract class OffsetStates {
  private Pools pools;
  private final OffsetSet blocked = new OffsetSet();
  private @Nullable Rests rests;
  private final boolean tracksChunks;
  private @Nullable DirtyChunks dirty;
  private PoolIndexListener listener = PoolIndexListener.NONE;
  private long takenInPools;
  private long now = Long.MIN_VALUE;

  OffsetStates(List<OffsetRange> pools, boolean tracksChunks) {
    this.pools = new Pools(pools);
    this.tracksChunks = tracksChunks;
  }

  /** Told of every offset that was released, after its rest began where it has one. */
  abstract void released(long hi, long lo);

  /** Told of every offset that has rested, and is free now. */
  abstract void rested(long hi, long lo);

  /**
   * Sets what is told of the changes from now on.
   *
   * @param newListener the only listener
   */
  public final void listen(PoolIndexListener newListener) {
    listener = Objects.requireNonNull(newListener, "listener");
  }

  final PoolIndexListener listener() {
    return listener;
  }

  final Pools pools() {
    return pools;
  }

  /** What is taken or rests. */
  final OffsetSet blocked() {
    return blocked;
  }

  final @Nullable Rests rests() {
    return rests;
  }

  /**
   * Tells whether an offset is taken, within the pools or outside.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return whether it is
   */
  public final boolean isTaken(long hi, long lo) {
    return blocked.contains(hi, lo) && !isResting(hi, lo);
  }

  /**
   * Tells whether an offset rests: it was released, and only a request for just this one may have
   * it.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return whether it does
   */
  public final boolean isResting(long hi, long lo) {
    return rests != null && rests.contains(hi, lo);
  }

  /** Takes an offset that is not taken; it may rest. */
  final void occupy(long hi, long lo) {
    if (rests != null && rests.contains(hi, lo)) {
      long until = rests.remove(hi, lo);
      rests = rests.isEmpty() ? null : rests;
      listener.restBroken(hi, lo, until);
    } else {
      blocked.addAbsent(hi, lo);
    }
    countTaken(hi, lo, 1);
  }

  /** Takes so many offsets of the pools from one on, all of them free. */
  final void occupyRun(long hi, long lo, int count) {
    takenInPools += count;
    if (count == 1) {
      blocked.addAbsent(hi, lo);
      markDirty(hi, lo, hi, lo);
    } else {
      UInt128 last = Bits128.sum(hi, lo, 0, count - 1L);
      blocked.addRange(hi, lo, last.hi(), last.lo());
      markDirty(hi, lo, last.hi(), last.lo());
    }
  }

  /** Gives back an offset that is taken; it rests until the time where that is yet to come. */
  final void vacate(long hi, long lo, long restUntilMillis) {
    countTaken(hi, lo, -1);
    if (restUntilMillis > now) {
      rest(hi, lo, restUntilMillis);
      listener.restStarted(hi, lo, restUntilMillis);
    } else {
      blocked.removePresent(hi, lo);
    }
    released(hi, lo);
  }

  /** Notes that one more or less is taken. */
  final void countTaken(long hi, long lo, int change) {
    if (pools.contains(hi, lo)) {
      takenInPools += change;
    }
    markDirty(hi, lo, hi, lo);
  }

  private void markDirty(long aHi, long aLo, long bHi, long bLo) {
    if (tracksChunks) {
      DirtyChunks marked = dirty;
      if (marked == null) {
        marked = new DirtyChunks();
        dirty = marked;
      }
      marked.mark(aHi, aLo, bHi, bLo);
    }
  }

  /**
   * Gives the number of every chunk that changed since the last call; all again the next time where
   * the visitor throws.
   */
  final void drainDirty(Chunks.Visitor visitor) {
    if (!tracksChunks) {
      throw new IllegalStateException("This index does not track which chunks change.");
    }
    if (dirty != null) {
      dirty.forEach(visitor);
      dirty = null;
    }
  }

  /** Counts what was loaded of a range. */
  final void countLoaded(long aHi, long aLo, long bHi, long bLo) {
    takenInPools += pools.countIn(blocked, aHi, aLo, bHi, bLo).lo();
  }

  /** Notes that an offset, which is in the set already, rests. */
  final void rest(long hi, long lo, long untilMillis) {
    Rests all = rests;
    if (all == null) {
      all = new Rests();
      rests = all;
    }
    all.add(hi, lo, untilMillis, pools);
  }

  /**
   * Ends the rest of all offsets that have rested until now.
   *
   * <p>Its work grows with how many these are. Each costs a small part of what its release cost,
   * and counts are exact only when all have been dealt with.
   *
   * @param nowMillis the time in milliseconds since 1970; one before the latest seen counts as that
   */
  public final void advance(long nowMillis) {
    now = Math.max(now, nowMillis);
    if (rests == null) {
      return;
    }
    OffsetSet rested = rests.pollRested(now);
    while (rested != null) {
      for (OffsetCursor cursor = rested.cursor(); cursor.next(); ) {
        long hi = cursor.offset().hi();
        long lo = cursor.offset().lo();
        blocked.removePresent(hi, lo);
        listener.restEnded(hi, lo);
        rested(hi, lo);
      }
      rested = rests.pollRested(now);
    }
    rests = rests.isEmpty() ? null : rests;
  }

  /**
   * Returns the moment at which the next resting offset of the pools is free.
   *
   * @return milliseconds since 1970; empty where none rests
   */
  public final OptionalLong earliestRestEnd() {
    return rests == null ? OptionalLong.empty() : rests.earliest();
  }

  private long blockedInPools() {
    return takenInPools + (rests == null ? 0 : rests.inPools());
  }

  /** The upper half of how many offsets of the pools are neither taken nor rest. */
  final long freeHi() {
    return pools.capacityHi() - Bits128.borrow(pools.capacityLo(), blockedInPools());
  }

  final long freeLo() {
    return pools.capacityLo() - blockedInPools();
  }

  final boolean hasFree(int count) {
    return freeHi() != 0 || Long.compareUnsigned(freeLo(), count) >= 0;
  }

  /**
   * Returns how much of the subnet is used.
   *
   * @return exact counts
   */
  public final PoolUsage usage() {
    long outside = blocked.size().lo() - blockedInPools() - (rests == null ? 0 : rests.outside());
    return new PoolUsage(
        new UInt128(pools.capacityHi(), pools.capacityLo()),
        new UInt128(freeHi(), freeLo()),
        takenInPools,
        rests == null ? 0 : rests.inPools(),
        outside);
  }

  /** Puts other pools in the place of these; nothing that is taken or rests changes. */
  final void replacePools(List<OffsetRange> ranges) {
    pools = new Pools(ranges);
    if (rests != null) {
      rests.repartition(pools);
    }
    takenInPools = 0;
    takenInPools = pools.countIn(blocked, 0, 0, -1, -1).lo() - blockedInPools();
  }

  /**
   * Returns the first taken offset from one on.
   *
   * @param fromHi the upper half of the first offset of interest
   * @param fromLo its lower half
   * @return the offset, or null where there is none
   */
  public final @Nullable UInt128 nextTaken(long fromHi, long fromLo) {
    OffsetCursor cursor = blocked.cursor(fromHi, fromLo);
    while (cursor.next()) {
      if (!isResting(cursor.offset().hi(), cursor.offset().lo())) {
        return cursor.offset();
      }
    }
    return null;
  }

  /**
   * Returns an estimate of the memory that this index takes. It visits every inner node.
   *
   * @return bytes, on a 64-bit JVM with compressed references
   */
  public long memoryBytes() {
    long bytes = Node.align(12 + 6 * 4 + 8 + 8 + 1) + blocked.memoryBytes() + pools.memoryBytes();
    bytes += rests == null ? 0 : rests.memoryBytes();
    return bytes + (dirty == null ? 0 : dirty.memoryBytes());
  }
}
