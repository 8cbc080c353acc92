package dev.ipam.migration;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Streams one behind the other, each opened at its turn and closed after it. What {@link
 * Stream#flatMap} makes of them may read a whole one into memory where it is iterated over, and
 * closes none where it is left early. For one thread.
 */
final class OneByOne<T> implements Iterator<T> {
  private final Stream<Supplier<Stream<? extends T>>> parts;
  private final Iterator<Supplier<Stream<? extends T>>> turns;
  private @Nullable Stream<? extends T> stream;
  private Iterator<? extends T> part = Collections.emptyIterator();

  private OneByOne(Stream<Supplier<Stream<? extends T>>> parts) {
    this.parts = parts;
    this.turns = parts.iterator();
  }

  /** Returns a stream that must be closed; it closes the parts and the part that it stands in. */
  static <T> Stream<T> of(Stream<Supplier<Stream<? extends T>>> parts) {
    OneByOne<T> all = new OneByOne<>(parts);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, traits), false)
        .onClose(all.parts::close)
        .onClose(all::closePart);
  }

  @Override
  public boolean hasNext() {
    while (!part.hasNext()) {
      closePart();
      if (!turns.hasNext()) {
        return false;
      }
      Stream<? extends T> next = turns.next().get();
      stream = next;
      part = next.iterator();
    }
    return true;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return part.next();
  }

  private void closePart() {
    Stream<? extends T> ended = stream;
    stream = null;
    part = Collections.emptyIterator();
    if (ended != null) {
      ended.close();
    }
  }
}
