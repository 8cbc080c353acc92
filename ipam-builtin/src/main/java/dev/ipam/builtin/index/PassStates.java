package dev.ipam.builtin.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of an index that keeps a pass, and what rests and passes have to do with each other. */
abstract class PassStates extends StoredStates {
  private final @Nullable SequentialPass pass;
  private final @Nullable Rested rested;

  PassStates(List<OffsetRange> pools, List<PoolIndex.Option> options) {
    super(pools, options.contains(PoolIndex.Option.DIRTY_CHUNKS));
    pass = options.contains(PoolIndex.Option.PASSES) ? new SequentialPass(pools()) : null;
    rested = options.contains(PoolIndex.Option.RESTED) ? new Rested() : null;
  }

  final SequentialPass requiredPass() {
    if (pass == null) {
      throw new IllegalStateException("This index does not keep a pass.");
    }
    return pass;
  }

  /** Starts a new pass where the index keeps one. */
  final void startPass() {
    OffsetSet waited = pass == null ? null : pass.start(pools(), listener());
    if (rested != null) {
      rested.addAll(waited);
    }
  }

  /**
   * Returns the position of the pass.
   *
   * @return the first offset that it has not passed; null where it has passed the last of the pools
   * @throws IllegalStateException if the index was created without passes
   */
  public final @Nullable UInt128 passPosition() {
    return requiredPass().position();
  }

  /**
   * Returns a walk over what is spent: within the pools, ahead of the pass, and released while it
   * lasts.
   *
   * @return a cursor before the first such offset
   * @throws IllegalStateException if the index was created without passes
   */
  public final OffsetCursor spent() {
    OffsetSet spent = requiredPass().spent();
    return (spent == null ? new OffsetSet() : spent).cursor();
  }

  /**
   * Loads the position of the pass, with nothing spent.
   *
   * @param position the first offset that the pass has not passed; null where it has passed all
   * @throws IllegalStateException if the index was created without passes
   */
  public final void loadPass(@Nullable UInt128 position) {
    requiredPass().restorePosition(position, pools());
  }

  /**
   * Loads one offset as spent.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it cannot be: outside of the pools, behind the pass, spent already, or one
   *     too many
   * @throws IllegalStateException if the index was created without passes
   */
  public final boolean loadSpent(long hi, long lo) {
    SequentialPass current = requiredPass();
    if (!current.isAhead(hi, lo) || !pools().contains(hi, lo) || current.isSpent(hi, lo)) {
      return false;
    }
    current.addSpent(hi, lo);
    return !current.isSpentUp();
  }

  /**
   * Loads one offset as having rested; it need not be free any more.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @param inPass whether it was resting when the pass began
   */
  public final void loadRested(long hi, long lo, boolean inPass) {
    if (inPass) {
      rested(hi, lo);
    } else if (rested != null) {
      rested.add(hi, lo);
    }
  }

  /**
   * Returns how the pass stands.
   *
   * @return what {@link #restorePass} takes before the next call of {@link #advance} or {@link
   *     #drainRested}
   * @throws IllegalStateException if the index was created without passes
   */
  public final PassState passState() {
    SequentialPass current = requiredPass();
    List<UInt128> spent = new ArrayList<>();
    for (OffsetCursor cursor = spent(); cursor.next(); ) {
      spent.add(cursor.offset());
    }
    return new PassState(current.position(), spent, current.waiting());
  }

  /**
   * Puts the pass back to where it stood. The listener is not told.
   *
   * @param before how it stood
   * @throws IllegalStateException if the index was created without passes
   */
  public final void restorePass(PassState before) {
    loadPass(before.position());
    before.spent().forEach(offset -> loadSpent(offset.hi(), offset.lo()));
    requiredPass().restoreWaiting(before.waiting());
    if (rested != null) {
      rested.retract(before.waiting());
    }
  }

  /**
   * Removes and returns offsets that have rested, and on whose rest nothing depends any more, so
   * that what was stored of it can be deleted.
   *
   * @param most how many to look at
   * @return some of them
   * @throws IllegalStateException if the index was created without tracking them
   */
  public final OffsetList drainRested(int most) {
    if (rested == null) {
      throw new IllegalStateException("This index does not track what has rested.");
    }
    OffsetList drained = rested.drain(most);
    OffsetList settled = new OffsetList(drained.size());
    for (int i = 0; i < drained.size(); i++) {
      long hi = drained.hi(i);
      long lo = drained.lo(i);
      if (!isResting(hi, lo) && (pass == null || !pass.isWaiting(hi, lo))) {
        settled.add(hi, lo);
      }
    }
    return settled;
  }

  /**
   * Tells whether {@link #drainRested} has anything to look at.
   *
   * @return whether it has
   */
  public final boolean hasRested() {
    return rested != null && !rested.isEmpty();
  }

  @Override
  final void released(long hi, long lo) {
    if (pass == null
        || !pass.isAhead(hi, lo)
        || !pools().contains(hi, lo)
        || pass.isSpent(hi, lo)) {
      return;
    }
    pass.addSpent(hi, lo);
    if (pass.isSpentUp()) {
      startPass();
    } else {
      listener().spentAdded(hi, lo);
    }
  }

  @Override
  final void rested(long hi, long lo) {
    SequentialPass current = pass;
    if (current != null
        && current.isAhead(hi, lo)
        && pools().contains(hi, lo)
        && !current.isSpent(hi, lo)
        && !isTaken(hi, lo)) {
      current.addWaiting(hi, lo);
    } else if (rested != null) {
      rested.add(hi, lo);
    }
  }

  @Override
  public final long memoryBytes() {
    return super.memoryBytes()
        + (pass == null ? 0 : pass.memoryBytes())
        + (rested == null ? 0 : rested.memoryBytes());
  }
}
