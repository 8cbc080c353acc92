package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement, as of the moment at which it was run, on a connection of their own.
 *
 * <p>Not safe for use by several threads.
 */
public final class RowStream<T> implements Spliterator<T>, AutoCloseable {
  private static final int FETCH = 500;

  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final Sql.Row<T> form;
  private final Function<SQLException, RuntimeException> failures;
  private boolean ended;
  private boolean closed;

  private RowStream(
      Connection connection,
      PreparedStatement statement,
      Sql.Row<T> form,
      Function<SQLException, RuntimeException> failures)
      throws SQLException {
    this.connection = connection;
    this.statement = statement;
    this.rows = statement.executeQuery();
    this.form = form;
    this.failures = failures;
  }

  /**
   * Runs a statement.
   *
   * @param connection in a transaction, and closed with the stream
   * @param failures makes the error of what fails later
   */
  public static <T> Stream<T> open(
      Connection connection,
      Function<SQLException, RuntimeException> failures,
      Sql.Row<T> form,
      String text,
      @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(text, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(FETCH);
    Statements.bind(statement, values);
    RowStream<T> stream = new RowStream<>(connection, statement, form, failures);
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
    T value;
    try {
      if (!rows.next()) {
        // Whoever forgets to close a stream that he has read to its end keeps no connection by it.
        ended = true;
        Connections.end(connection, statement);
        return false;
      }
      value = form.read(rows);
    } catch (SQLException e) {
      throw failures.apply(e);
    } catch (IllegalArgumentException e) {
      throw failures.apply(Failure.ofRow(e));
    }
    action.accept(value);
    return true;
  }

  @Override
  public void close() {
    if (!closed && !ended) {
      closed = true;
      Connections.end(connection, statement);
    }
  }

  /** Never splits: the rows come one after another. */
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
