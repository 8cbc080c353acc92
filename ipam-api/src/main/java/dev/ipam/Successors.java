package dev.ipam;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the store that took over from one that refused a write, where it is configured here. */
final class Successors {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  /** Between the end of the one and the beginning of the other lies one write to a store. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A migration leaves the store right after that; who has it longer serves from it. */
  private static final Duration WAIT_FOR_HOLDER = Duration.ofSeconds(3);

  private final StoreOpener opener;
  private final Duration longestWait;
  private volatile @Nullable OpenedStore expected;

  Successors(StoreOpener opener) {
    this(opener, LONGEST_WAIT);
  }

  Successors(StoreOpener opener, Duration longestWait) {
    this.opener = opener;
    this.longestWait = longestWait;
  }

  StoreOpener opener() {
    return opener;
  }

  /** Names a store that is open already and may take over. */
  void expect(@Nullable OpenedStore store) {
    expected = store;
  }

  /** Returns the successor, opened and active, waited for; throws the refusal if none comes. */
  OpenedStore await(OpenedStore retired, DriverNotActiveException refusal) {
    return of(retired, refusal, longestWait);
  }

  /** Returns the successor, opened and active; throws the refusal if there is none by now. */
  OpenedStore now(OpenedStore retired, DriverNotActiveException refusal) {
    return of(retired, refusal, Duration.ZERO);
  }

  private OpenedStore of(OpenedStore retired, DriverNotActiveException refusal, Duration patience) {
    long begun = System.nanoTime();
    long end = begun + patience.toNanos();
    StoreRef ref = successor(retired, refusal);
    while (true) {
      OpenedStore store = opened(ref, refusal);
      AuthorityState state = store == null ? null : state(store, end);
      if (store != null && state instanceof Active) {
        return store;
      }
      boolean over = System.nanoTime() - end >= 0;
      boolean comes =
          store == null
              ? System.nanoTime() - begun < WAIT_FOR_HOLDER.toNanos()
              : state instanceof Loading;
      if (over || !comes) {
        throw refusal;
      }
      // Closed meanwhile: whoever resumes the migration needs the store of one process for itself.
      Pauses.between();
    }
  }

  private static StoreRef successor(OpenedStore retired, DriverNotActiveException refusal) {
    AuthorityState state = retired.hasAuthority() ? retired.authority().state() : null;
    StoreRef ref = state instanceof AuthorityState.Retired r ? r.successor() : null;
    if (ref == null) {
      throw refusal;
    }
    return ref;
  }

  /** Opens the successor; null where somebody else, who may be about to leave, has it. */
  private @Nullable OpenedStore opened(StoreRef ref, DriverNotActiveException refusal) {
    OpenedStore known = expected;
    if (known != null && known.ref().equals(ref)) {
      return known;
    }
    try {
      OpenedStore store = opener.openWithAuthority(opener.provider(ref.driver()), false);
      if (store.ref().equals(ref)) {
        return store;
      }
      store.driver().close();
      LOG.warn("the store of driver {} that is configured is not {}", ref.driver(), ref);
    } catch (StoreInUseException e) {
      LOG.debug("the successor {} is in use by {}", ref, e.holder());
      return null;
    } catch (IpamException e) {
      LOG.warn("the successor {} cannot be opened", ref, e);
      refusal.addSuppressed(e);
    }
    throw refusal;
  }

  /**
   * Looks what a store is, again and again where that keeps nobody away; closes it if not active.
   */
  private AuthorityState state(OpenedStore store, long end) {
    boolean ours = store.equals(expected);
    boolean active = false;
    try {
      AuthorityState state = store.authority().state();
      boolean mayStay = ours || store.authority().mayHaveOtherClients();
      while (mayStay && state instanceof Loading && System.nanoTime() - end < 0) {
        Pauses.brief();
        state = store.authority().state();
      }
      active = state instanceof Active;
      return state;
    } finally {
      if (!active && !ours) {
        store.driver().close();
      }
    }
  }
}
