package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/**
 * A part of an {@link OffsetSet}: the offsets of it that lie in one place.
 *
 * <p>A node never is empty; a removal that leaves nothing returns null. A changing method returns
 * the node that takes this one's place, often itself. Questions may be asked with any offset, also
 * from outside of what the node covers: there, all is absent.
 */
abstract class Node {
  /** Memory of an object: header and fields, rounded up. */
  static long align(long bytes) {
    return (bytes + 7) & ~7L;
  }

  /** The low bits that the node's block leaves open. */
  abstract int span();

  /** The lowest offset of the block, or of what is held where there is no block. */
  abstract long lowHi();

  abstract long lowLo();

  /** The highest offset of the block, or of what is held where there is no block. */
  abstract long highHi();

  abstract long highLo();

  /** The upper half of how many are held; all 2^128 of them count as zero. */
  abstract long countHi();

  abstract long countLo();

  /** Whether every offset of the block is held. */
  abstract boolean isFull();

  /** Whether {@link #add} may be asked to add this offset. */
  abstract boolean accepts(long hi, long lo);

  abstract boolean contains(long hi, long lo);

  /** Adds an offset that is not held yet and is accepted. */
  abstract Node add(long hi, long lo);

  /** Removes an offset that is held. */
  abstract @Nullable Node remove(long hi, long lo);

  /** Adds a range that lies in the block. */
  abstract Node addRange(long aHi, long aLo, long bHi, long bLo);

  /** Removes whatever of the range is held. */
  abstract @Nullable Node removeRange(long aHi, long aLo, long bHi, long bLo);

  /** The first absent offset from here on, or null where all up to 2^128 - 1 are held. */
  abstract @Nullable UInt128 nextAbsent(long hi, long lo);

  /** The first offset held from here on. */
  abstract @Nullable UInt128 nextPresent(long hi, long lo);

  /** Adds how many offsets up to and including this one are held. */
  abstract void tally(long hi, long lo, Tally tally);

  /**
   * The absent offset number k, counted from zero and from a start that is not above anything held.
   */
  abstract UInt128 selectAbsent(long fromHi, long fromLo, long kHi, long kLo);

  /** Sets the bits of what is held of the chunk that starts here. */
  abstract void copyChunk(long startHi, long startLo, long[] words);

  /** An estimate of the memory that this node and those below it take, in bytes. */
  abstract long memoryBytes();
}
