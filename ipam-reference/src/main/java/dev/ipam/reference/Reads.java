package dev.ipam.reference;

import dev.ipam.error.Outcome;
import dev.ipam.reference.db.Connections;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.RowStream;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads beside the operations: what is committed at the moment, without waiting for writers. */
final class Reads implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final Database database;
  private final StoreErrors errors;
  private volatile boolean closed;

  /** Does something with the connection of a transaction. */
  @FunctionalInterface
  interface Reading<T> {
    T on(Connection connection) throws SQLException;
  }

  Reads(Database database, StoreErrors errors) {
    this.database = database;
    this.errors = errors;
  }

  /** Runs statements, each of which sees what is committed when it begins. */
  <T> T read(Function<Sql, T> reading) {
    return attempt(
        () -> {
          try (Connection connection = database.openReader();
              Sql sql = new Sql(connection)) {
            return reading.apply(sql);
          }
        });
  }

  /** Runs statements all of which see the same moment. */
  <T> T readAtOnce(Function<Sql, T> reading) {
    return attempt(
        () -> {
          Connection connection = database.openReader();
          try (Sql sql = new Sql(connection)) {
            connection.setAutoCommit(false);
            return reading.apply(sql);
          } finally {
            Connections.end(connection, null);
          }
        });
  }

  /** Opens a stream in a transaction of its own, which ends with the stream. */
  <T> Stream<T> stream(Reading<Stream<T>> reading) {
    return attempt(
        () -> {
          Connection connection = database.openReader();
          boolean opened = false;
          try {
            connection.setAutoCommit(false);
            Stream<T> stream = reading.on(connection);
            opened = true;
            return stream;
          } finally {
            if (!opened) {
              Connections.end(connection, null);
            }
          }
        });
  }

  /** Streams the rows of one statement. */
  <T> Stream<T> rows(Sql.Row<T> form, String text, @Nullable Object... values) {
    return stream(connection -> rows(connection, form, text, values));
  }

  /** Streams the rows of one statement of a transaction, which ends with the stream. */
  <T> Stream<T> rows(
      Connection connection, Sql.Row<T> form, String text, @Nullable Object... values)
      throws SQLException {
    return RowStream.open(connection, this::failure, form, text, values);
  }

  /** The error of a stream that broke. */
  RuntimeException failure(SQLException e) {
    return closed ? StoreErrors.closed() : errors.of(e, List.of(), Outcome.NOT_APPLIED);
  }

  /** What runs statements, and may fail. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T attempt(Attempt<T> attempt) {
    List<SQLException> failures = new ArrayList<>();
    long end = System.nanoTime() + database.deadline().toNanos();
    while (true) {
      if (closed) {
        throw StoreErrors.closed();
      }
      try {
        return attempt.run();
      } catch (SqlFailure e) {
        failures.add(e.failure());
      } catch (SQLException e) {
        failures.add(e);
      } catch (IllegalArgumentException e) {
        failures.add(Failure.ofRow(e));
      }
      SQLException last = failures.get(failures.size() - 1);
      Failure failure = Failure.of(last);
      boolean again = failure.isTransient() || failure == Failure.DISCONNECTED;
      if (closed) {
        throw StoreErrors.closed();
      }
      if (!again || failures.size() == ATTEMPTS || System.nanoTime() - end >= 0) {
        throw errors.of(last, failures, Outcome.NOT_APPLIED);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    database.close();
  }
}
