package dev.ipam.conformance.memory;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A stream that gives nothing more once it is closed, as one over a store's cursor does not. */
final class Cursor<T> implements Iterator<T> {
  private final Iterator<T> rows;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Cursor(Iterator<T> rows) {
    this.rows = rows;
  }

  static <T> Stream<T> over(List<T> rows) {
    Cursor<T> cursor = new Cursor<>(rows.iterator());
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(
            Spliterators.spliterator(cursor, rows.size(), traits), /* parallel= */ false)
        .onClose(() -> cursor.closed.set(true));
  }

  @Override
  public boolean hasNext() {
    check();
    return rows.hasNext();
  }

  @Override
  public T next() {
    check();
    return rows.next();
  }

  private void check() {
    if (closed.get()) {
      throw new IllegalStateException("the stream is closed");
    }
  }
}
