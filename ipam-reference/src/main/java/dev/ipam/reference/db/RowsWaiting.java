package dev.ipam.reference.db;

import dev.ipam.reference.db.RowWrite.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are to be written, those of one kind together, the kinds by their phases. */
final class RowsWaiting {
  /** Writes the rows of one kind. */
  @FunctionalInterface
  interface Writer<E extends Exception> {
    void write(RowWrite write, List<@Nullable Object[]> rows) throws E;
  }

  private final Map<Phase, Map<RowWrite, List<@Nullable Object[]>>> byPhase =
      new EnumMap<>(Phase.class);
  private int count;

  void add(RowWrite write, List<@Nullable Object[]> rows) {
    byPhase
        .computeIfAbsent(write.phase(), any -> new LinkedHashMap<>())
        .computeIfAbsent(write, any -> new ArrayList<>())
        .addAll(rows);
    count += rows.size();
  }

  int count() {
    return count;
  }

  void clear() {
    byPhase.clear();
    count = 0;
  }

  /** Has all of them written, in the order of phases; none waits any more, whatever comes of it. */
  <E extends Exception> void handOver(Writer<E> writer) throws E {
    Map<Phase, Map<RowWrite, List<@Nullable Object[]>>> all = new EnumMap<>(byPhase);
    clear();
    for (Map<RowWrite, List<@Nullable Object[]>> writes : all.values()) {
      for (Map.Entry<RowWrite, List<@Nullable Object[]>> each : writes.entrySet()) {
        writer.write(each.getKey(), each.getValue());
      }
    }
  }
}
