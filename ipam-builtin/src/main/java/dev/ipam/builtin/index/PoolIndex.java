package dev.ipam.builtin.index;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The allocation state of one subnet: what is taken, what rests, and what each policy hands out
 * next.
 *
 * <p>Offsets count from the subnet's network address. Whether one may be taken at all (inside the
 * subnet, neither network nor broadcast address) is for the caller to check. No method takes longer
 * because more is taken or the pools are larger; they do with the number of pools.
 *
 * <p>A pass goes over the pools in ascending order and hands out every offset at most once. What
 * becomes free ahead of its position while it lasts is spent: it waits for the next pass. A new
 * pass starts when this one has nothing left but something is free, when the pools are replaced,
 * and when 65,536 offsets are spent.
 *
 * <p>To load a stored index: create it with its pools, then give it its chunks, what changed since
 * they were written, what rests, the position of the pass, and what is spent, in that order, and
 * only then a listener. Not safe for use by several threads at once.
 *
 * @since 0.1
 */
public final class PoolIndex extends StoredStates {
  /** What an index does beyond its duty. */
  public enum Option {
    /** It keeps a pass, for {@link #takeNext()}. */
    PASSES,
    /** It tracks which chunks change, for {@link #drainDirtyChunks}. */
    DIRTY_CHUNKS
  }

  private static final long NO_REST = Long.MIN_VALUE;

  private final @Nullable SequentialPass pass;

  /**
   * Creates the index of a subnet in which nothing is taken.
   *
   * @param pools the allocation pools: disjoint, in ascending order
   * @param options what it does beyond its duty
   * @throws IllegalArgumentException if the pools overlap or are not in ascending order
   */
  public PoolIndex(List<OffsetRange> pools, Option... options) {
    super(pools, Arrays.asList(options).contains(Option.DIRTY_CHUNKS));
    pass = Arrays.asList(options).contains(Option.PASSES) ? new SequentialPass(pools()) : null;
  }

  private SequentialPass requiredPass() {
    if (pass == null) {
      throw new IllegalStateException("This index does not keep a pass.");
    }
    return pass;
  }

  /**
   * Takes the next offset of the pass; of a new one where this one has none left.
   *
   * @return the offset, or null where nothing is free; the pass is as it was then
   * @throws IllegalStateException if the index was created without passes
   */
  public @Nullable UInt128 takeNext() {
    SequentialPass current = requiredPass();
    if (!hasFree(1)) {
      return null;
    }
    UInt128 next = nextOfPass(current);
    occupyRun(next.hi(), next.lo(), 1);
    current.pass(next.hi(), next.lo(), pools(), listener());
    return next;
  }

  private UInt128 nextOfPass(SequentialPass current) {
    UInt128 next = current.next(blocked(), pools());
    if (next == null) {
      current.start(pools(), listener());
      next = current.next(blocked(), pools());
    }
    return found(next);
  }

  /**
   * Takes the next offsets of the pass, then of a new one.
   *
   * @param count how many, at least one
   * @return the offsets as handed out, or null where fewer are free; nothing has changed then
   * @throws IllegalStateException if the index was created without passes
   * @throws IllegalArgumentException if the count is less than one
   */
  public @Nullable OffsetList takeNext(int count) {
    SequentialPass current = requiredPass();
    if (!canTake(count)) {
      return null;
    }
    OffsetList taken = new OffsetList(count);
    while (taken.size() < count) {
      UInt128 first = nextOfPass(current);
      int run = runFrom(first, count - taken.size(), current.spent());
      takeRun(first, run, taken);
      UInt128 last = Bits128.sum(first.hi(), first.lo(), 0, run - 1L);
      current.pass(last.hi(), last.lo(), pools(), listener());
    }
    return taken;
  }

  /**
   * Takes the lowest free offset of the pools, whatever the pass.
   *
   * @return the offset, or null where nothing is free
   */
  public @Nullable UInt128 takeLowest() {
    if (!hasFree(1)) {
      return null;
    }
    UInt128 lowest = lowest();
    occupyRun(lowest.hi(), lowest.lo(), 1);
    forget(lowest, lowest);
    return lowest;
  }

  /**
   * Takes the lowest free offsets of the pools, whatever the pass.
   *
   * @param count how many, at least one
   * @return the offsets in ascending order, or null where fewer are free; nothing has changed then
   * @throws IllegalArgumentException if the count is less than one
   */
  public @Nullable OffsetList takeLowest(int count) {
    if (!canTake(count)) {
      return null;
    }
    OffsetList taken = new OffsetList(count);
    while (taken.size() < count) {
      UInt128 first = lowest();
      int run = runFrom(first, count - taken.size(), null);
      takeRun(first, run, taken);
      forget(first, Bits128.sum(first.hi(), first.lo(), 0, run - 1L));
    }
    return taken;
  }

  private UInt128 lowest() {
    UInt128 lowest = null;
    for (int i = 0; lowest == null && i < pools().count(); i++) {
      lowest =
          blocked()
              .nextAbsent(
                  pools().firstHi(i), pools().firstLo(i), pools().lastHi(i), pools().lastLo(i));
    }
    return found(lowest);
  }

  /**
   * Takes any free offset of the pools, each with the same probability.
   *
   * @param random where chance comes from
   * @return the offset, or null where nothing is free
   */
  public @Nullable UInt128 takeRandom(RandomGenerator random) {
    if (!hasFree(1)) {
      return null;
    }
    UInt128 chosen = RandomChoice.choose(blocked(), pools(), freeHi(), freeLo(), random);
    occupyRun(chosen.hi(), chosen.lo(), 1);
    forget(chosen, chosen);
    return chosen;
  }

  /**
   * Takes any free offsets of the pools, each set and order of them with the same probability.
   *
   * @param count how many, at least one
   * @param random where chance comes from
   * @return the offsets as chosen, or null where fewer are free; nothing has changed then
   * @throws IllegalArgumentException if the count is less than one
   */
  public @Nullable OffsetList takeRandom(int count, RandomGenerator random) {
    if (!canTake(count)) {
      return null;
    }
    OffsetList taken = new OffsetList(count);
    while (taken.size() < count) {
      UInt128 chosen = found(takeRandom(random));
      taken.add(chosen.hi(), chosen.lo());
    }
    return taken;
  }

  /**
   * Takes just this offset, within the pools or outside, also where it rests or is spent.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it is taken already
   */
  public boolean take(long hi, long lo) {
    if (isTaken(hi, lo)) {
      return false;
    }
    occupy(hi, lo);
    UInt128 taken = new UInt128(hi, lo);
    forget(taken, taken);
    return true;
  }

  /**
   * Releases an offset without rest.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it is not taken; nothing has changed then
   */
  public boolean release(long hi, long lo) {
    return release(hi, lo, NO_REST);
  }

  /**
   * Releases an offset, which then rests.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @param restUntilMillis when its rest ends, in milliseconds since 1970; no rest where that is
   *     not after the latest time seen by {@link #advance}
   * @return false where it is not taken; nothing has changed then
   */
  public boolean release(long hi, long lo, long restUntilMillis) {
    if (!isTaken(hi, lo)) {
      return false;
    }
    vacate(hi, lo, restUntilMillis);
    return true;
  }

  /**
   * Replaces the pools, which starts a new pass. What is taken or rests stays so.
   *
   * @param pools the allocation pools: disjoint, in ascending order
   * @throws IllegalArgumentException if they overlap or are not in ascending order; nothing has
   *     changed then
   */
  public void setPools(List<OffsetRange> pools) {
    replacePools(pools);
    if (pass != null) {
      pass.start(pools(), listener());
    }
  }

  /**
   * Returns the position of the pass.
   *
   * @return the first offset that it has not passed; null where it has passed the last of the pools
   * @throws IllegalStateException if the index was created without passes
   */
  public @Nullable UInt128 passPosition() {
    return requiredPass().position();
  }

  /**
   * Returns a walk over what is spent: free, within the pools, ahead of the pass, and not to be
   * handed out by it.
   *
   * @return a cursor before the first such offset
   * @throws IllegalStateException if the index was created without passes
   */
  public OffsetCursor spent() {
    OffsetSet spent = requiredPass().spent();
    return (spent == null ? new OffsetSet() : spent).cursor();
  }

  /**
   * Loads the position of the pass, with nothing spent.
   *
   * @param position the first offset that the pass has not passed; null where it has passed all
   * @throws IllegalStateException if the index was created without passes
   */
  public void loadPass(@Nullable UInt128 position) {
    requiredPass().restorePosition(position, pools());
  }

  /**
   * Loads one offset as spent.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it cannot be: taken, resting, outside of the pools, behind the pass, spent
   *     already, or one too many
   * @throws IllegalStateException if the index was created without passes
   */
  public boolean loadSpent(long hi, long lo) {
    SequentialPass current = requiredPass();
    OffsetSet spent = current.spent();
    return current.isAhead(hi, lo)
        && pools().contains(hi, lo)
        && !blocked().contains(hi, lo)
        && (spent == null || !spent.contains(hi, lo))
        && current.addSpent(hi, lo);
  }

  @Override
  void freed(long hi, long lo) {
    if (pass == null || !pass.isAhead(hi, lo) || !pools().contains(hi, lo)) {
      return;
    }
    if (pass.addSpent(hi, lo)) {
      listener().spentAdded(hi, lo);
    } else {
      pass.start(pools(), listener());
    }
  }

  private void forget(UInt128 first, UInt128 last) {
    if (pass != null) {
      pass.unspend(first.hi(), first.lo(), last.hi(), last.lo(), listener());
    }
  }

  private boolean canTake(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("No fewer than one can be taken, not " + count + ".");
    }
    return hasFree(count);
  }

  /** How many offsets from a free one on, and of its pool, are free and not to be skipped. */
  private int runFrom(UInt128 first, int most, @Nullable OffsetSet skip) {
    int pool = pools().from(first.hi(), first.lo());
    long left = pools().lastLo(pool) - first.lo();
    // Of a pool of more than 2^64 this may see too little, which only makes the run shorter.
    long length = Long.compareUnsigned(left, most) >= 0 ? most : left + 1;
    for (OffsetSet stops : new @Nullable OffsetSet[] {blocked(), skip}) {
      if (stops != null && length > 1) {
        UInt128 last = Bits128.sum(first.hi(), first.lo(), 0, length - 1);
        UInt128 stop = stops.nextPresent(first.hi(), first.lo(), last.hi(), last.lo());
        length = stop == null ? length : stop.lo() - first.lo();
      }
    }
    return (int) length;
  }

  private void takeRun(UInt128 first, int run, OffsetList taken) {
    occupyRun(first.hi(), first.lo(), run);
    taken.addRun(first.hi(), first.lo(), run);
  }

  private static UInt128 found(@Nullable UInt128 offset) {
    if (offset == null) {
      throw new IllegalStateException("Fewer offsets are free than were counted.");
    }
    return offset;
  }

  @Override
  public long memoryBytes() {
    return super.memoryBytes() + (pass == null ? 0 : pass.memoryBytes());
  }
}
