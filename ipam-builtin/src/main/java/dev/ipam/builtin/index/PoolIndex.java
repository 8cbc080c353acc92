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
 * <p>A pass goes over the pools in ascending order and hands out every offset at most once. What is
 * released ahead of its position while it lasts is spent, also where it is taken again: it waits
 * for the next pass. So does what was resting when the pass began. A new pass starts when this one
 * has nothing left but something is free, when the pools are replaced, and when 65,536 offsets are
 * spent.
 *
 * <p>To load a stored index: create it with its pools, then give it its chunks, what changed since
 * they were written, the position of the pass, what is spent, and what rests or has rested, in that
 * order, and only then a listener. Not safe for use by several threads at once.
 *
 * @since 0.1
 */
public final class PoolIndex extends PassStates {
  /** What an index does beyond its duty. */
  public enum Option {
    /** It keeps a pass, for {@link #takeNext()}. */
    PASSES,
    /** It tracks which chunks change, for {@link #drainDirtyChunks}. */
    DIRTY_CHUNKS,
    /** It tracks what has rested, for {@link #drainRested}. */
    RESTED
  }

  private static final long NO_REST = Long.MIN_VALUE;

  /**
   * Creates the index of a subnet in which nothing is taken.
   *
   * @param pools the allocation pools: disjoint, in ascending order
   * @param options what it does beyond its duty
   * @throws IllegalArgumentException if the pools overlap or are not in ascending order
   */
  public PoolIndex(List<OffsetRange> pools, Option... options) {
    super(pools, Arrays.asList(options));
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
      startPass();
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
      int run = runFrom(first, count - taken.size(), current.spent(), current.waiting());
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
      int run = runFrom(first, count - taken.size());
      takeRun(first, run, taken);
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
    startPass();
  }

  private boolean canTake(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("No fewer than one can be taken, not " + count + ".");
    }
    return hasFree(count);
  }

  /** How many offsets from a free one on, and of its pool, are free and not to be skipped. */
  private int runFrom(UInt128 first, int most, @Nullable OffsetSet... skipped) {
    int pool = pools().from(first.hi(), first.lo());
    long left = pools().lastLo(pool) - first.lo();
    // Of a pool of more than 2^64 this may see too little, which only makes the run shorter.
    long length = Long.compareUnsigned(left, most) >= 0 ? most : left + 1;
    length = upTo(blocked(), first, length);
    for (OffsetSet stops : skipped) {
      length = upTo(stops, first, length);
    }
    return (int) length;
  }

  private static long upTo(@Nullable OffsetSet stops, UInt128 first, long length) {
    if (stops == null || length == 1) {
      return length;
    }
    UInt128 last = Bits128.sum(first.hi(), first.lo(), 0, length - 1);
    UInt128 stop = stops.nextPresent(first.hi(), first.lo(), last.hi(), last.lo());
    return stop == null ? length : stop.lo() - first.lo();
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
}
