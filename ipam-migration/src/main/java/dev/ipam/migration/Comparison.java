package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migration.RecordCursor.Place;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks what two stores hold side by side, in memory that does not grow with it. */
final class Comparison {
  private static final long STEP = 1_000;

  /** What is told of each record, in canonical order. */
  interface Sink {
    /**
     * Takes what stands in one place.
     *
     * @param place the place
     * @param left the record of the one store, or null where it has none there
     * @param right the record of the other, or null where it has none there
     */
    void at(Place place, @Nullable SnapshotRecord left, @Nullable SnapshotRecord right);
  }

  private Comparison() {}

  /**
   * Compares; returns how many records the one store has. Both are closed, also where one cannot be
   * opened.
   */
  static long run(
      Supplier<Stream<SnapshotRecord>> left,
      Supplier<Stream<SnapshotRecord>> right,
      MigrationListener listener,
      Sink sink) {
    try (RecordCursor a = new RecordCursor(left.get());
        RecordCursor b = new RecordCursor(right.get())) {
      return run(a, b, listener, sink);
    }
  }

  /** The same of what is being read already. */
  static long run(RecordCursor a, RecordCursor b, MigrationListener listener, Sink sink) {
    long told = 0;
    while (a.peek() != null || b.peek() != null) {
      step(a, b, sink);
      if (a.count() - told >= STEP) {
        listener.advanced(a.count() - told);
        told = a.count();
      }
    }
    listener.advanced(a.count() - told);
    return a.count();
  }

  private static void step(RecordCursor a, RecordCursor b, Sink sink) {
    Place one = a.place();
    Place other = b.place();
    int order = one == null ? 1 : other == null ? -1 : one.compareTo(other);
    Place place = order <= 0 ? one : other;
    if (place == null) {
      return;
    }
    sink.at(place, order <= 0 ? a.peek() : null, order >= 0 ? b.peek() : null);
    if (order <= 0) {
      a.advance();
    }
    if (order >= 0) {
      b.advance();
    }
  }
}
