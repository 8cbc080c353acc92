package dev.ipam.builtin.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rows of a closed store. */
public final class RowCounts {
  private RowCounts() {}

  /** Returns how many rows each table has that has any. */
  public static Map<String, Integer> of(Path store) {
    Map<String, Integer> counts = new TreeMap<>();
    Rocks rocks = Rocks.open(store, new StoreOptions(false, 1 << 20, 64), false);
    try (ReadView view = rocks.view()) {
      for (Family family : Family.values()) {
        try (Rows rows = view.rows(family, new byte[0])) {
          while (rows.next()) {
            counts.merge(family.label(), 1, Integer::sum);
          }
        }
      }
    } finally {
      rocks.close(rocks::closed);
    }
    return counts;
  }
}
