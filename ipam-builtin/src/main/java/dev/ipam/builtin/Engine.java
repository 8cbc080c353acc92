package dev.ipam.builtin;

import dev.ipam.builtin.store.BatchTooLargeException;
import dev.ipam.builtin.store.Reads;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreImport;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.AuthorityState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operations in batches: each against the state in memory, then one write for all, then
 * all answers.
 *
 * <p>Every operation takes effect at the moment at which RocksDB shows its batch, which lies
 * between its call and its answer; operations of one batch in the order in which they ran. What
 * runs in a batch sees the batches before it, all of them written, and what its own batch did so
 * far; and is answered only after its own batch is written. What reads RocksDB directly sees whole
 * batches. So no answer depends on an effect that a crash could undo, and the order of effects is
 * one that agrees with the order of calls and answers.
 *
 * <p>A write that fails leaves unknown what is on the disk: then everything in memory is dropped,
 * and the store is opened and read again by the next operation that comes.
 */
final class Engine {
  private static final int MOST_TASKS = 1024;
  private static final int MOST_BYTES = 4 << 20;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Opens what the engine works on. */
  @FunctionalInterface
  interface Opener {
    Session open();
  }

  private final Store store;
  private final Opener opener;
  private final Combiner combiner = new Combiner(this::serve);
  private volatile @Nullable Session session;
  private volatile boolean closed;
  private @Nullable IpamException openFailure;
  private long notBefore;
  private long pause;

  Engine(Store store, Opener opener) {
    this.store = store;
    this.opener = opener;
    this.session = opener.open();
  }

  /** Carries out an operation. */
  <R> R run(Function<Session, R> work) {
    if (closed) {
      throw closedError();
    }
    return combiner.run(new Task<>(work));
  }

  /** Returns what reads beside the operations. */
  Reads reads() {
    Session current = session;
    if (current == null) {
      run(opened -> true);
      current = session;
    }
    if (closed) {
      throw closedError();
    }
    if (current == null) {
      throw unavailable("it failed again", Outcome.NOT_APPLIED, null);
    }
    return current.reads();
  }

  /**
   * Puts what an import wrote in the place of the store's tables, which must hold nothing.
   *
   * @param begunAs what the store was when the import began
   * @throws StoreNotEmptyException if they came to hold something meanwhile
   * @throws dev.ipam.error.DriverNotActiveException if the store is something else by now
   */
  void adopt(StoreImport done, AuthorityState begunAs) {
    combiner.between(
        source -> {
          if (closed) {
            throw closedError();
          }
          Session current = opened();
          AuthorityState authority = current.fence().importable();
          if (!authority.equals(begunAs)) {
            throw Fence.notActive(authority);
          }
          current.requireEmpty(store);
          store.complete(done, current.marks(), current.reads().lastChange(), authority);
          session = null;
          current.close(() -> unavailable("an import takes its place", Outcome.NOT_APPLIED, null));
          store.adopt(done);
        });
  }

  /** Finishes the batch under way, refuses the rest, and closes the store. */
  void close() {
    combiner.between(
        source -> {
          if (closed) {
            return;
          }
          closed = true;
          failAll(source, Engine::closedError);
          Session current = session;
          session = null;
          try {
            if (current != null) {
              current.close(Engine::closedError);
            }
          } finally {
            store.close();
          }
        });
  }

  private void serve(Combiner.Source source) {
    if (closed) {
      failAll(source, Engine::closedError);
      return;
    }
    Session current;
    try {
      current = opened();
    } catch (IpamException e) {
      failAll(source, () -> e);
      return;
    }
    List<Task<?>> batch = new ArrayList<>();
    Throwable fault = runBatch(source, current, batch);
    if (fault != null) {
      Task<?> last = batch.get(batch.size() - 1);
      drop(current, source, batch, last.isFailed() ? last : null, Outcome.NOT_APPLIED, fault);
      return;
    }
    try {
      current.commit();
    } catch (RuntimeException | Error e) {
      drop(current, source, batch, null, Outcome.UNKNOWN, e);
    }
  }

  /** Runs what waits; what ends it early leaves the state in memory in doubt. */
  private static @Nullable Throwable runBatch(
      Combiner.Source source, Session current, List<Task<?>> batch) {
    while (batch.size() < MOST_TASKS && current.size() < MOST_BYTES) {
      Task<?> task = source.next();
      if (task == null) {
        break;
      }
      batch.add(task);
      int before = current.size();
      try {
        task.run(current);
      } catch (IpamException e) {
        task.fail(e);
        if (current.size() != before) {
          return e;
        }
      } catch (BatchTooLargeException e) {
        task.fail(tooLarge());
        return e;
      } catch (RuntimeException | Error e) {
        return e;
      }
      if (current.size() != before) {
        task.markChanging();
      }
      if (current.replica().isDirty()) {
        // What was told of is in rows that nothing else of this batch may see.
        break;
      }
    }
    return null;
  }

  private static InvalidAddressRequestException tooLarge() {
    return new InvalidAddressRequestException(
        null, "what it would store exceeds 2 GiB; ask for fewer addresses at once");
  }

  private Session opened() {
    Session current = session;
    if (current != null) {
      return current;
    }
    IpamException last = openFailure;
    if (last != null && System.nanoTime() - notBefore < 0) {
      throw last;
    }
    try {
      current = opener.open();
    } catch (RuntimeException | Error e) {
      pause = Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pause));
      notBefore = System.nanoTime() + pause;
      openFailure =
          e instanceof IpamException known ? known : unavailable(reason(e), Outcome.NOT_APPLIED, e);
      throw openFailure;
    }
    openFailure = null;
    pause = 0;
    session = current;
    return current;
  }

  /** Gives up what is in memory; the tasks of the batch, and what waits, get an error. */
  private void drop(
      Session current,
      Combiner.Source source,
      List<Task<?>> batch,
      @Nullable Task<?> culprit,
      Outcome outcome,
      Throwable cause) {
    session = null;
    String reason = reason(cause);
    for (Task<?> task : batch) {
      // What an operation was told may depend on those before it, which are now undone.
      if (task != culprit) {
        Outcome own = task.isChanging() ? outcome : Outcome.NOT_APPLIED;
        task.fail(undone(culprit == null ? cause : null, reason, own, cause));
      }
    }
    failAll(source, () -> unavailable(reason, Outcome.NOT_APPLIED, cause));
    current.close(() -> unavailable(reason, Outcome.NOT_APPLIED, cause));
  }

  /** Damage that is met while all is written is of the store, and no retry mends it. */
  private IpamException undone(
      @Nullable Throwable common, String reason, Outcome outcome, Throwable cause) {
    return common instanceof StoreCorruptException damage
        ? new StoreCorruptException(damage.store(), damage.part(), damage.problem(), outcome)
        : unavailable(reason, outcome, cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof UnavailableException e
            && e.fields().get("reason") instanceof String text
        ? text
        : "an operation failed inside (" + (message == null ? cause.toString() : message) + ")";
  }

  private static void failAll(Combiner.Source source, Supplier<? extends RuntimeException> error) {
    for (Task<?> task = source.next(); task != null; task = source.next()) {
      task.fail(error.get());
    }
  }

  private UnavailableException unavailable(
      String reason, Outcome outcome, @Nullable Throwable cause) {
    return new UnavailableException(store.location(), reason, outcome, cause);
  }

  static DriverClosedException closedError() {
    return new DriverClosedException(BuiltinDriverProvider.NAME);
  }
}
