package dev.ipam.reference.transfer;

import dev.ipam.reference.db.Connections;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A walk over several tables in one transaction, which ends with the stream. */
public final class SnapshotStream<T> extends Spliterators.AbstractSpliterator<T>
    implements AutoCloseable {
  private final Sql sql;
  private final Iterator<? extends T> walk;
  private final Function<SQLException, RuntimeException> failures;
  private boolean ended;
  private boolean closed;

  private SnapshotStream(
      Sql sql, Iterator<? extends T> walk, Function<SQLException, RuntimeException> failures) {
    super(Long.MAX_VALUE, ORDERED | NONNULL | IMMUTABLE);
    this.sql = sql;
    this.walk = walk;
    this.failures = failures;
  }

  /**
   * Makes a stream of a walk.
   *
   * @param sql what the walk reads with; its connection is closed with the stream
   * @param failures makes the error of what fails
   */
  public static <T> Stream<T> of(
      Sql sql, Iterator<? extends T> walk, Function<SQLException, RuntimeException> failures) {
    SnapshotStream<T> stream = new SnapshotStream<>(sql, walk, failures);
    return StreamSupport.stream(stream, false).onClose(stream::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (ended) {
      return false;
    }
    if (closed) {
      throw new IllegalStateException("The stream has been closed.");
    }
    T next;
    try {
      if (!walk.hasNext()) {
        ended = true;
        release();
        return false;
      }
      next = walk.next();
    } catch (SqlFailure e) {
      throw failures.apply(e.failure());
    }
    action.accept(next);
    return true;
  }

  @Override
  public void close() {
    if (!closed && !ended) {
      closed = true;
      release();
    }
  }

  private void release() {
    sql.close();
    Connections.end(sql.connection(), null);
  }
}
