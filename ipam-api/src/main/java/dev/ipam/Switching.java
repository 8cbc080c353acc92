package dev.ipam;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which driver serves, and how another one comes to: by a migration that is asked for here, or
 * because a refused write names a successor that is configured here. Running calls are not
 * disturbed; what was left stays open until the end, so that streams from it can be read to theirs.
 */
final class Switching implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  private final Successors successors;
  private final Rehearsing shadow;
  private final Deque<Serving> former = new ArrayDeque<>();
  private final AtomicBoolean migrating = new AtomicBoolean();
  private volatile Serving serving;

  /** What nobody took over from while it was waited for; it is not waited for that long again. */
  private @Nullable Serving forsaken;

  private boolean closed;

  Switching(Serving serving, Successors successors, Rehearsing shadow) {
    this.serving = serving;
    this.successors = successors;
    this.shadow = shadow;
  }

  Serving serving() {
    return serving;
  }

  /** Carries out what may write; where another store has taken over meanwhile, there. */
  <R> R write(Function<Serving, R> operation) {
    Serving asked = serving;
    while (true) {
      try {
        return operation.apply(asked);
      } catch (DriverNotActiveException e) {
        asked = successor(asked, e);
      }
    }
  }

  /** Goes on with the store that took over; throws the refusal where there is none here. */
  private synchronized Serving successor(Serving refused, DriverNotActiveException refusal) {
    if (closed || serving != refused) {
      return serving;
    }
    Serving next =
        Serving.successor(successorStore(refused, refusal), successors.opener().intents());
    LOG.warn(
        "going on with {}, which took over from {}", next.store().ref(), refused.store().ref());
    // What reads from it now must be able to finish.
    former.push(refused);
    serving = next;
    shadow.leave();
    return next;
  }

  private OpenedStore successorStore(Serving refused, DriverNotActiveException refusal) {
    if (refused == forsaken) {
      return successors.now(refused.store(), refusal);
    }
    try {
      return successors.await(refused.store(), refusal);
    } catch (DriverNotActiveException e) {
      // Whoever stands behind this one in the queue would wait as long, one after the other.
      forsaken = refused;
      throw e;
    }
  }

  Optional<ShadowStatus> shadow() {
    return shadow.status();
  }

  MigrationReport migrate(String driver, MigrationOptions options, MigrationListener listener) {
    if (!migrating.compareAndSet(false, true)) {
      throw new IllegalStateException("A migration is under way already.");
    }
    try {
      StoreOpener opener = successors.opener();
      // It may have the store open that is migrated to; what it has of the data is not copied
      // again.
      shadow.close();
      Serving left = takeLeft(driver);
      OpenedStore to =
          left == null ? opener.openWithAuthority(opener.provider(driver), true) : left.store();
      boolean taken = false;
      try {
        successors.expect(to);
        Serving from = serving;
        MigrationReport report = Opening.migrator().migrate(from.store(), to, options, listener);
        taken = true;
        if (left != null) {
          left.together.close();
        }
        goOnWith(from, to);
        LOG.warn("migrated while serving: {}", report);
        return report;
      } finally {
        successors.expect(null);
        if (!taken) {
          giveUp(left, to);
        }
      }
    } finally {
      migrating.set(false);
    }
  }

  /** Returns what serves a driver that this has left, and has open still; null where it has not. */
  private synchronized @Nullable Serving takeLeft(String driver) {
    String name = successors.opener().provider(driver).name();
    for (Serving each : former) {
      if (each.name.equals(name)) {
        former.remove(each);
        return each;
      }
    }
    return null;
  }

  private synchronized void giveUp(@Nullable Serving left, OpenedStore to) {
    if (serving.driver == to.driver()) {
      // A writer has found it active, and gone on with it: only the answer was lost.
      return;
    }
    if (left == null || closed) {
      to.driver().close();
    } else {
      former.push(left);
    }
  }

  private synchronized void goOnWith(Serving from, OpenedStore to) {
    if (closed) {
      to.driver().close();
    } else if (serving == from) {
      former.push(from);
      serving = Serving.successor(to, successors.opener().intents());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      shadow.close();
      serving.close();
    } finally {
      former.forEach(Serving::close);
      former.clear();
    }
  }
}
