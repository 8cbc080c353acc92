package dev.ipam.builtin.index;

/**
 * What is told how an index changes beyond what its caller asked for, so that the changes can be
 * stored with it.
 *
 * <p>Applied in order to what was stored, they give what the index would export. It is called in
 * the midst of a change: it must not call the index back. Offsets are two longs, the upper and the
 * lower half.
 *
 * @since 0.1
 */
public interface PoolIndexListener {
  /** A listener that does nothing. */
  PoolIndexListener NONE = new PoolIndexListener() {};

  /**
   * A new pass has started: its position is the first offset of the pools, or it is over at once
   * where there are no pools, and nothing is spent.
   */
  default void passStarted() {}

  /**
   * The pass has come to an offset within the pools or between them.
   *
   * @param hi the upper half of the first offset that the pass has not passed
   * @param lo its lower half
   */
  default void passMoved(long hi, long lo) {}

  /** The pass has passed the last offset of the pools. */
  default void passOver() {}

  /**
   * An offset must not be handed out by this pass any more.
   *
   * @param hi the upper half of the offset
   * @param lo its lower half
   */
  default void spentAdded(long hi, long lo) {}

  /**
   * All offsets of a range that were spent are so no longer.
   *
   * @param firstHi the upper half of the first offset
   * @param firstLo its lower half
   * @param lastHi the upper half of the last offset
   * @param lastLo its lower half
   */
  default void spentRemoved(long firstHi, long firstLo, long lastHi, long lastLo) {}

  /**
   * A released offset rests.
   *
   * @param hi the upper half of the offset
   * @param lo its lower half
   * @param untilMillis when its rest ends, in milliseconds since 1970
   */
  default void restStarted(long hi, long lo, long untilMillis) {}

  /**
   * An offset has rested: its time has come.
   *
   * @param hi the upper half of the offset
   * @param lo its lower half
   */
  default void restEnded(long hi, long lo) {}

  /**
   * An offset that rests was taken.
   *
   * @param hi the upper half of the offset
   * @param lo its lower half
   * @param untilMillis when its rest would have ended, in milliseconds since 1970
   */
  default void restBroken(long hi, long lo, long untilMillis) {}
}
