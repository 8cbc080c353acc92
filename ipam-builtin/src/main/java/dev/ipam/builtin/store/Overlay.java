package dev.ipam.builtin.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one table as the batch being made leaves them, where it touches them. */
final class Overlay<K, V> {
  private static final int KEPT = 1 << 14;

  private record Before<K, V>(K key, @Nullable Change<V> change) {}

  /** The new value of a row; without one, the row is deleted. */
  record Change<V>(@Nullable V value) {}

  private final Change<V> deleted = new Change<>(null);
  private final List<Before<K, V>> undo = new ArrayList<>();
  private Map<K, Change<V>> changes = new HashMap<>();
  private boolean marked;
  private int peak;

  /** The change of a row, or null where the batch does not touch it. */
  @Nullable Change<V> get(K key) {
    return changes.isEmpty() ? null : changes.get(key);
  }

  void put(K key, V value) {
    set(key, new Change<>(value));
  }

  void delete(K key) {
    set(key, deleted);
  }

  Map<K, Change<V>> changes() {
    return changes;
  }

  private void set(K key, Change<V> change) {
    Change<V> before = changes.put(key, change);
    if (marked) {
      undo.add(new Before<>(key, before));
    }
    peak = Math.max(peak, changes.size());
  }

  /** Remembers this state. */
  void mark() {
    marked = true;
  }

  /** Forgets the state that was marked. */
  void release() {
    marked = false;
    undo.clear();
  }

  /** Returns to the state that was marked. */
  void rollback() {
    for (int i = undo.size() - 1; i >= 0; i--) {
      Before<K, V> before = undo.get(i);
      if (before.change() == null) {
        changes.remove(before.key());
      } else {
        changes.put(before.key(), before.change());
      }
    }
    release();
  }

  void clear() {
    if (peak > KEPT) {
      // Clearing costs what the largest batch ever had, for every batch after it.
      changes = new HashMap<>();
      peak = 0;
    } else if (!changes.isEmpty()) {
      changes.clear();
    }
    release();
  }
}
