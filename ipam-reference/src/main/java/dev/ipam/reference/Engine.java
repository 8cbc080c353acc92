package dev.ipam.reference;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operations in transactions: several of one process in one, each succeeding or failing
 * by itself.
 *
 * <p>An operation that fails before it has changed anything leaves the transaction as it was. One
 * that fails later has the transaction undone, and the others are carried out without it. A
 * transaction that met another one is tried again, with growing pauses, until the deadline. A
 * connection that is lost before the commit was sent costs one attempt; one that is lost after it
 * leaves the outcome unknown.
 */
final class Engine {
  private static final int MOST_ATTEMPTS = 50;
  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  /** Makes the session of a connection. */
  @FunctionalInterface
  interface Opener {
    Session open(Connection connection);
  }

  private final Database database;
  private final Opener opener;
  private final StoreErrors errors;
  private final Combiner combiner;
  private final LongAdder retries = new LongAdder();
  private final Rivals rivals = new Rivals();
  private @Nullable Session session;
  private volatile boolean closed;

  Engine(Database database, Opener opener, StoreErrors errors) {
    this.database = database;
    this.opener = opener;
    this.errors = errors;
    this.combiner =
        new Combiner(
            this::leaveTime,
            this::serve,
            database.deadline().toNanos(),
            () ->
                errors.unavailable(
                    "operations before this one took longer than the deadline allows",
                    Outcome.NOT_APPLIED,
                    null));
  }

  /** Carries out an operation that checks before it changes anything. */
  <R> R run(Function<Session, R> work) {
    return run(work, false);
  }

  /** Carries out an operation that only the authority may. */
  <R> R write(Function<Session, R> work) {
    return run(fenced(work), false);
  }

  /** The same of one that may fail when it has changed something already. */
  <R> R writeAlone(Function<Session, R> work) {
    return run(fenced(work), true);
  }

  private static <R> Function<Session, R> fenced(Function<Session, R> work) {
    return session -> {
      session.fence().admit();
      return work.apply(session);
    };
  }

  /** Carries out an operation that may fail when it has changed something already. */
  <R> R runAlone(Function<Session, R> work) {
    return run(work, true);
  }

  /** What must wait for others does so here, outside of the queue. */
  private <R> R run(Function<Session, R> work, boolean alone) {
    long end = System.nanoTime() + database.deadline().toNanos();
    int attempts = 0;
    while (true) {
      if (closed) {
        throw StoreErrors.closed();
      }
      try {
        return combiner.run(new Task<>(work, alone));
      } catch (Waiting e) {
        if (e.isBounded() && System.nanoTime() - end >= 0) {
          throw errors.unavailable(
              e.getMessage() == null ? "it waits" : e.getMessage(), Outcome.NOT_APPLIED, null);
        }
      }
      pause(attempts++);
    }
  }

  /** Joins a transaction of the caller's. */
  JoinedTransaction join(Connection connection) {
    return new CallersTransaction(this, database, errors, connection);
  }

  /** Deletes what is left of removed subnets, in transactions of its own. */
  void sweep() {
    boolean left = true;
    while (left && !closed) {
      left = run(RemovedRows::next);
    }
  }

  /** Finishes what is under way, and closes the connection. */
  void close() {
    closed = true;
    combiner.between(this::disconnect);
  }

  private void leaveTime() {
    if (database.isCluster()) {
      rivals.leaveTime();
    }
  }

  private void serve(List<Task<?>> batch) {
    if (closed) {
      batch.forEach(task -> task.fail(StoreErrors.closed()));
      return;
    }
    List<Task<?>> left = batch;
    while (!left.isEmpty()) {
      left = attempts(left);
    }
  }

  /** Carries out tasks, and returns those that must be carried out again without the others. */
  private List<Task<?>> attempts(List<Task<?>> batch) {
    long end = System.nanoTime() + database.deadline().toNanos();
    List<SQLException> failures = new ArrayList<>();
    while (true) {
      Task<?> spoiler = null;
      long begun = System.nanoTime();
      try {
        spoiler = attempt(batch);
        if (spoiler == null) {
          rivals.committed(System.nanoTime() - begun, failures.isEmpty(), othersWrote());
          return List.of();
        }
      } catch (Session.Overtaken e) {
        undo();
        rivals.lostTo();
        failures.add(new SQLException("another writer was faster", "40001", e));
      } catch (SQLException e) {
        boolean committing = isCommitting();
        disconnectAfter(e);
        failures.add(e);
        if (Failure.of(e).isTransient()) {
          rivals.lostTo();
        }
        if (committing && !Failure.of(e).isTransient()) {
          return give(batch, failures, Outcome.UNKNOWN);
        }
      } catch (RuntimeException | Error e) {
        disconnect();
        if (batch.size() > 1) {
          return oneByOne(batch);
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        batch
            .get(0)
            .fail(
                errors.unavailable(
                    "an operation failed inside (" + message + ")", Outcome.NOT_APPLIED, e));
        return List.of();
      }
      if (spoiler != null) {
        undo();
        List<Task<?>> others = new ArrayList<>(batch);
        others.remove(spoiler);
        return others;
      }
      if (!mayRetry(failures, end)) {
        if (batch.size() > 1 && Failure.of(failures.get(failures.size() - 1)).isOfStatement()) {
          return oneByOne(batch);
        }
        return give(batch, failures, Outcome.NOT_APPLIED);
      }
      retries.increment();
      pause(failures.size());
    }
  }

  /** How many operations wait to be begun. */
  int waiting() {
    return combiner.waiting();
  }

  /** How many transactions were tried again. */
  long retries() {
    return retries.sum();
  }

  /** One of them is at fault, and it is not known which: the others must not suffer by it. */
  private List<Task<?>> oneByOne(List<Task<?>> batch) {
    for (Task<?> task : batch) {
      List<Task<?>> left = List.of(task);
      while (!left.isEmpty()) {
        left = attempts(left);
      }
    }
    return List.of();
  }

  private boolean isCommitting() {
    Session current = session;
    return current != null && current.isCommitting();
  }

  private boolean othersWrote() {
    Session current = session;
    return current != null && current.othersWrote();
  }

  private static boolean mayRetry(List<SQLException> failures, long end) {
    Failure last = Failure.of(failures.get(failures.size() - 1));
    boolean lost = last == Failure.DISCONNECTED && failures.size() == 1;
    return (last.isTransient() || lost)
        && failures.size() < MOST_ATTEMPTS
        && System.nanoTime() - end < 0;
  }

  private static void pause(int attempts) {
    long most = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempts, 12));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
  }

  /** Gives up. What changed nothing has no effect in any case. */
  private List<Task<?>> give(List<Task<?>> batch, List<SQLException> failures, Outcome outcome) {
    SQLException last = failures.get(failures.size() - 1);
    for (Task<?> task : batch) {
      Outcome own = task.isChanging() ? outcome : Outcome.NOT_APPLIED;
      task.fail(errors.of(last, failures, own));
    }
    return List.of();
  }

  /** Returns the task that spoiled the transaction by failing too late, or null. */
  private @Nullable Task<?> attempt(List<Task<?>> batch) throws SQLException, Session.Overtaken {
    try {
      Session current = opened();
      current.begin();
      for (Task<?> task : batch) {
        long before = current.notes().count();
        try {
          task.run(current);
        } catch (IpamException | Waiting e) {
          task.fail(e);
          if (current.notes().count() != before) {
            return task;
          }
        }
        if (current.notes().count() != before) {
          task.markChanging();
        }
      }
      current.commit();
      return null;
    } catch (SqlFailure e) {
      throw e.failure();
    }
  }

  private Session opened() throws SQLException {
    Session current = session;
    if (current == null) {
      current = opener.open(database.openWriter());
      session = current;
    }
    return current;
  }

  private void undo() {
    Session current = session;
    if (current != null) {
      try {
        current.rollback();
      } catch (SQLException e) {
        disconnect();
      }
    }
  }

  /** A conflict leaves the connection whole; after anything else a new one is made. */
  private void disconnectAfter(SQLException e) {
    if (Failure.of(e).isTransient()) {
      undo();
    } else {
      disconnect();
    }
  }

  private void disconnect() {
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
