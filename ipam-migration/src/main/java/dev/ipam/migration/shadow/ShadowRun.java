package dev.ipam.migration.shadow;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.IpamException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import dev.ipam.migrate.Shadowing;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shadow from its beginning to its end, in a thread of its own: opened, made to hold what the
 * store that serves holds, and asked what that one is asked.
 */
public final class ShadowRun implements Shadowing {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowRun.class);
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long CLOSING_MILLIS = 10_000;

  /** Makes a store the shadow of another one, which it then equals at a position of its changes. */
  @FunctionalInterface
  public interface Filling {
    /**
     * Fills it.
     *
     * @param active the store that serves
     * @param store the one that shall follow it
     * @param listener is told how it goes
     * @return what the store is then
     */
    Shadow fill(OpenedStore active, OpenedStore store, MigrationListener listener);
  }

  private final OpenedStore active;
  private final Function<Clock, OpenedStore> opening;
  private final Filling filling;
  private final Clock clock;
  private final Duration longestAnswer;
  private final Duration retryAfter;
  private final Journal journal;
  private final Tally tally;
  private final IpamDriver watched;
  private final Thread thread;
  private volatile boolean ended;

  /**
   * Begins.
   *
   * @param active the store that serves
   * @param driver the name of the shadow's driver
   * @param opening opens the shadow's store for rehearsing, with a clock
   * @param filling makes it the shadow of the store that serves
   * @param clock the clock of the driver that serves
   * @param longestAnswer how long the shadow's driver may take for one answer
   * @param retryAfter when to try again after a failure that may pass
   */
  public ShadowRun(
      OpenedStore active,
      String driver,
      Function<Clock, OpenedStore> opening,
      Filling filling,
      Clock clock,
      Duration longestAnswer,
      Duration retryAfter) {
    for (Capability needed :
        new Capability[] {Capability.AUTHORITY, Capability.CHANGES, Capability.TOKENS}) {
      needed.require(active.driver().capabilities());
    }
    this.active = active;
    this.opening = opening;
    this.filling = filling;
    this.clock = clock;
    this.longestAnswer = longestAnswer;
    this.retryAfter = retryAfter;
    this.journal = new Journal(clock);
    this.tally = new Tally(driver);
    this.watched = new WatchedDriver(active.driver(), journal);
    this.thread = new Thread(this::run, "ipam-shadow");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public IpamDriver watched() {
    return watched;
  }

  @Override
  public ShadowStatus status() {
    // The shadow's own thread says so as well, unless it hangs.
    if (journal.isOverrun()) {
      tally.is(State.BEHIND, null);
    }
    return tally.status();
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("The shadow does not end; it is left behind.");
    }
    tally.is(State.ENDED, "it was closed");
  }

  private void run() {
    while (!ended) {
      try {
        follow();
      } catch (ChangesNotKeptException e) {
        LOG.warn("The shadow lost track: {} It begins anew.", e.getMessage());
        tally.is(State.STARTING, null);
      } catch (AuthorityConflictException e) {
        tally.is(State.BROKEN, "its store is no shadow any more: " + e.getMessage());
        return;
      } catch (CancellationException e) {
        return;
      } catch (RuntimeException | LinkageError | AssertionError e) {
        if (ended) {
          return;
        }
        boolean again = e instanceof IpamException failure && failure.retryable();
        LOG.debug("the shadow fails", e);
        tally.is(
            State.BROKEN,
            e.getMessage() + (again ? " (tried again every " + retryAfter + ")" : ""));
        if (!again) {
          return;
        }
        pause(retryAfter.toNanos());
      }
    }
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (!ended && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, end - System.nanoTime());
    }
  }

  private void follow() {
    ReplayClock time = new ReplayClock(clock.millis());
    OpenedStore store = opening.apply(time);
    Answering answering = new Answering(longestAnswer.toMillis());
    Follower follower = null;
    try {
      Shadow filled = filling.fill(active, store, new UntilEnded());
      journal.open();
      follower = new Follower(active, store, filled, journal, answering, time, tally, () -> ended);
      while (!ended) {
        boolean busy = follower.round();
        if (!busy && journal.isEmpty() && !ended) {
          LockSupport.parkNanos(this, IDLE_NANOS);
        }
      }
    } finally {
      journal.close();
      leave(store, answering, follower);
    }
  }

  /** In the thread that asks it, so after whatever it was asked and has not answered yet. */
  private static void leave(OpenedStore store, Answering answering, @Nullable Follower follower) {
    Following state = follower == null ? null : follower.state();
    String position = follower == null ? null : follower.certainPosition();
    answering.closeAfterwards(
        () -> {
          try {
            if (state != null) {
              store.authority().change(state, new Retired(state.epoch(), state.leader(), position));
            }
          } catch (RuntimeException e) {
            LOG.debug("the shadow's store is left as it is", e);
          } finally {
            store.driver().close();
          }
        });
    answering.awaitEnd();
  }

  /** Gives a long copy up when nobody wants it any more. */
  private final class UntilEnded implements MigrationListener {
    @Override
    public void step(String step) {
      LOG.info("shadow: {}", step);
    }

    @Override
    public void advanced(long records) {
      if (ended) {
        throw new CancellationException("the shadow was closed");
      }
    }
  }
}
