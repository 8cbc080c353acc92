package dev.ipam.builtin.store;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows as a stream that holds one of them at a time. */
final class RowSpliterator<T> implements Spliterator<T> {
  private final ReadView view;
  private final Rows rows;
  private final Function<Rows, @Nullable T> form;

  RowSpliterator(ReadView view, Rows rows, Function<Rows, @Nullable T> form) {
    this.view = view;
    this.rows = rows;
    this.form = form;
  }

  Stream<T> stream() {
    return StreamSupport.stream(this, false).onClose(view::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    while (rows.next()) {
      T next = form.apply(rows);
      if (next != null) {
        action.accept(next);
        return true;
      }
    }
    return false;
  }

  /** Never splits: the rows come from one iterator. */
  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL | IMMUTABLE;
  }
}
