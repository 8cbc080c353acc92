package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far passes have come, and what is spent ahead of them.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface PassTables {
  /** Returns how far the pass has come of a subnet that the batch has not touched yet, or null. */
  @Nullable PassRecord get(StoredSubnet subnet);

  /** Sets how far the pass has come. */
  void put(StoredSubnet subnet, PassRecord pass);

  /** Visits what is spent in a subnet that the batch has not touched yet. */
  void forEachSpent(StoredSubnet subnet, Consumer<UInt128> visitor);

  /** Adds an offset to what is spent. */
  void putSpent(StoredSubnet subnet, long hi, long lo);

  /** Takes a range of offsets, both ends included, from what is spent. */
  void deleteSpent(StoredSubnet subnet, UInt128 first, UInt128 last);
}
