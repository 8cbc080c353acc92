package dev.ipam.builtin.store;

import dev.ipam.error.IpamException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are read from a store in memory; what they go through does not change, but they
 * end with the tables. Safe for use by any number of threads.
 */
final class MemoryStreams {
  private volatile @Nullable Supplier<? extends IpamException> whyClosed;

  /**
   * Throws where the tables are closed.
   *
   * @throws IpamException that says why
   */
  void check() {
    Supplier<? extends IpamException> why = whyClosed;
    if (why != null) {
      throw why.get();
    }
  }

  void close(Supplier<? extends IpamException> why) {
    if (whyClosed == null) {
      whyClosed = why;
    }
  }

  <T> Stream<T> of(Iterator<T> items) {
    Checked<T> checked = new Checked<>(items);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(checked, traits), false)
        .onClose(checked::close);
  }

  private final class Checked<T> implements Iterator<T> {
    private final Iterator<T> items;
    private volatile boolean closed;

    Checked(Iterator<T> items) {
      this.items = items;
    }

    /** Asked before each item. */
    @Override
    public boolean hasNext() {
      check();
      if (closed) {
        throw new IllegalStateException("The stream has been closed.");
      }
      return items.hasNext();
    }

    @Override
    public T next() {
      return items.next();
    }

    void close() {
      closed = true;
    }
  }
}
