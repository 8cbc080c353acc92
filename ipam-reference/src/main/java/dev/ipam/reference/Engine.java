package dev.ipam.reference;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operations in transactions: several of one process in one, each succeeding or failing
 * by itself.
 *
 * <p>An operation that fails before it has changed anything leaves the transaction as it was. One
 * that fails later has the transaction undone, and the others are carried out without it. A
 * transaction that met another one is tried again, with growing pauses, until the deadline. A
 * connection that is lost costs one attempt; where the commit had been sent, it is found out first
 * what became of it, and the outcome is unknown where that cannot be.
 */
final class Engine implements Doubts.Sessions {
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
  private final Doubts doubts;
  private final Rivals rivals = new Rivals();
  private @Nullable Session session;
  private volatile boolean closed;

  Engine(Database database, Opener opener, StoreErrors errors) {
    this.database = database;
    this.opener = opener;
    this.errors = errors;
    this.doubts = new Doubts(database.dialect().isShared());
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

  /**
   * The same.
   *
   * @param subnetId the subnet that it will need first, or null
   */
  <R> R write(@Nullable String subnetId, Function<Session, R> work) {
    return run(fenced(work), false, subnetId, waiting -> {});
  }

  /**
   * The same of one that tells what it waits for, each time before it tries again.
   *
   * @param waits is called outside of any transaction; what it throws ends the operation
   */
  <R> R write(Function<Session, R> work, Consumer<Waiting> waits) {
    return run(fenced(work), false, null, waits);
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

  private <R> R run(Function<Session, R> work, boolean alone) {
    return run(work, alone, null, waiting -> {});
  }

  /** What must wait for others does so here, outside of the queue. */
  private <R> R run(
      Function<Session, R> work,
      boolean alone,
      @Nullable String subnetId,
      Consumer<Waiting> waits) {
    long end = System.nanoTime() + database.deadline().toNanos();
    int attempts = 0;
    while (true) {
      if (closed) {
        throw StoreErrors.closed();
      }
      try {
        return combiner.run(new Task<>(work, alone, subnetId));
      } catch (Waiting e) {
        if (e.isBounded() && System.nanoTime() - end >= 0) {
          throw errors.unavailable(
              e.getMessage() == null ? "it waits" : e.getMessage(), Outcome.NOT_APPLIED, null);
        }
        waits.accept(e);
      }
      Attempts.pause(attempts++);
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
    try {
      List<Task<?>> left = batch;
      while (!left.isEmpty()) {
        left = attempts(left);
      }
    } catch (RuntimeException | Error e) {
      // Each task has an answer already, perhaps, of a transaction that came to nothing.
      disconnect();
      batch.forEach(task -> task.fail(failedInside(e, Outcome.UNKNOWN)));
    }
  }

  private IpamException failedInside(Throwable e, Outcome outcome) {
    if (e instanceof StoreCorruptException damage && outcome == Outcome.NOT_APPLIED) {
      return damage;
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return errors.unavailable("an operation failed inside (" + message + ")", outcome, e);
  }

  /** Carries out tasks, and returns those that must be carried out again without the others. */
  private List<Task<?>> attempts(List<Task<?>> batch) {
    Attempts attempts = new Attempts(database.deadline());
    while (true) {
      Task<?> spoiler = null;
      SentCommit doubtful = null;
      long begun = System.nanoTime();
      try {
        spoiler = attempt(batch);
        if (spoiler == null) {
          rivals.committed(System.nanoTime() - begun, attempts.isFirst(), othersWrote());
          return List.of();
        }
      } catch (Session.Overtaken e) {
        undo();
        rivals.lostTo();
        attempts.failed(new SQLException("another writer was faster", "40001", e));
      } catch (SQLException e) {
        doubtful = doubts.of(e, session);
        disconnectAfter(e);
        attempts.failed(e);
        if (Failure.of(e).isTransient()) {
          rivals.lostTo();
        }
      } catch (RuntimeException | Error e) {
        doubtful = session == null ? null : session.sentCommit();
        disconnect();
        if (doubtful == null && batch.size() > 1) {
          return oneByOne(batch);
        }
        if (doubtful == null) {
          batch.get(0).fail(failedInside(e, Outcome.NOT_APPLIED));
          return List.of();
        }
        attempts.failed(new SQLException("a failure inside, while committing", "40003", e));
      }
      if (spoiler != null) {
        undo();
        List<Task<?>> others = new ArrayList<>(batch);
        others.remove(spoiler);
        return others;
      }
      if (doubtful != null) {
        Boolean applied = doubts.settle(doubtful, attempts.last(), this, attempts.end());
        if (applied == null) {
          return give(batch, attempts, Outcome.UNKNOWN);
        }
        if (applied) {
          return List.of();
        }
      }
      if (!(doubtful == null ? attempts.mayRepeat() : attempts.mayGoOn())) {
        if (batch.size() > 1 && Failure.of(attempts.last()).isOfStatement()) {
          return oneByOne(batch);
        }
        return give(batch, attempts, Outcome.NOT_APPLIED);
      }
      retries.increment();
      attempts.pause();
    }
  }

  /** How many operations wait to be begun. */
  int waiting() {
    return combiner.waiting();
  }

  /** How often time was left to writers on other nodes. */
  long pauses() {
    return rivals.pauses();
  }

  /** How often it was not known at first whether a commit took effect. */
  long doubts() {
    return doubts.count();
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

  private boolean othersWrote() {
    Session current = session;
    return current != null && current.othersWrote();
  }

  /** Gives up. What changed nothing has no effect in any case. */
  private List<Task<?>> give(List<Task<?>> batch, Attempts attempts, Outcome outcome) {
    for (Task<?> task : batch) {
      Outcome own = task.isChanging() ? outcome : Outcome.NOT_APPLIED;
      task.fail(errors.of(attempts.last(), attempts.failures(), own));
    }
    return List.of();
  }

  /** Returns the task that spoiled the transaction by failing too late, or null. */
  private @Nullable Task<?> attempt(List<Task<?>> batch) throws SQLException, Session.Overtaken {
    try {
      Session current = opened();
      current.begin(subnetsOf(batch));
      for (Task<?> task : batch) {
        long before = current.notes().count();
        try {
          task.run(current);
        } catch (IpamException | Waiting e) {
          task.fail(e);
          if (current.notes().count() != before) {
            // The transaction is undone, and yet what it failed by must have been so.
            current.hold();
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
    } catch (RuntimeException e) {
      checkOneState(e);
      throw e;
    }
  }

  private static List<String> subnetsOf(List<Task<?>> batch) {
    Set<String> ids = new LinkedHashSet<>();
    for (Task<?> task : batch) {
      String id = task.subnetId();
      if (id != null) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }

  /**
   * Has a transaction tried again that failed by what was read before another process wrote, and
   * after it: what does not belong together looks like a fault.
   */
  private void checkOneState(RuntimeException cause) throws SQLException {
    Session current = session;
    if (current != null) {
      try {
        current.hold();
      } catch (SqlFailure e) {
        e.failure().addSuppressed(cause);
        throw e.failure();
      }
    }
  }

  @Override
  public Session opened() throws SQLException {
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

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void disconnect() {
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
