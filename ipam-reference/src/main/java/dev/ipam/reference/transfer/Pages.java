package dev.ipam.reference.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of a key, read a page at a time: each begins behind the last row of the one
 * before. So several tables can be walked at once on one connection of whatever database.
 */
final class Pages<T> implements Iterator<T> {
  static final int SIZE = 500;

  /** Reads a page. */
  @FunctionalInterface
  interface Source<T> {
    /** Returns the rows behind one, or the first ones; no more than {@link #SIZE}. */
    List<T> after(@Nullable T last);
  }

  private final Source<T> source;
  private final Deque<T> page = new ArrayDeque<>();
  private @Nullable T last;
  private boolean ended;

  Pages(Source<T> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !ended) {
      List<T> rows = source.after(last);
      page.addAll(rows);
      ended = rows.size() < SIZE;
      if (!rows.isEmpty()) {
        last = rows.get(rows.size() - 1);
      }
    }
    return !page.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.remove();
  }
}
