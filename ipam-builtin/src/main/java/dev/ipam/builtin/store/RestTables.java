package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;

/**
 * What rests, and what has rested but may still matter to a pass. A row says no more than until
 * when: whether that is over is for the reader's clock.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface RestTables {
  /** What takes rows. */
  @FunctionalInterface
  interface Visitor {
    /** Takes an offset and when its rest ends, in milliseconds since 1970. */
    void visit(UInt128 offset, long untilMillis);
  }

  /** Adds or replaces the rest of an offset. */
  void put(StoredSubnet subnet, long hi, long lo, long untilMillis);

  /** Deletes the rest of an offset. */
  void delete(StoredSubnet subnet, long hi, long lo);

  /** Deletes all rests of a subnet. */
  void deleteAll(StoredSubnet subnet);

  /** Visits the rests of a subnet that the batch has not touched yet, by offset. */
  void forEach(StoredSubnet subnet, Visitor visitor);
}
