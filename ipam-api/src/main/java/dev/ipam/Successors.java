package dev.ipam;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.StoreRef;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the store that took over from one that refused a write, where it is configured here. */
final class Successors {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  /** Between the end of the one and the beginning of the other lies one write to a store. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StoreOpener opener;
  private volatile @Nullable OpenedStore expected;

  Successors(StoreOpener opener) {
    this.opener = opener;
  }

  StoreOpener opener() {
    return opener;
  }

  /** Names a store that is open already and may take over. */
  void expect(@Nullable OpenedStore store) {
    expected = store;
  }

  /** Returns the successor, opened and active; throws the refusal where there is none here. */
  OpenedStore of(OpenedStore retired, DriverNotActiveException refusal) {
    if (!retired.hasAuthority()) {
      throw refusal;
    }
    AuthorityState state = retired.authority().state();
    StoreRef ref = state instanceof AuthorityState.Retired r ? r.successor() : null;
    if (ref == null) {
      throw refusal;
    }
    OpenedStore store = opened(ref, refusal);
    if (awaitActive(store)) {
      return store;
    }
    if (!store.equals(expected)) {
      store.driver().close();
    }
    throw refusal;
  }

  private OpenedStore opened(StoreRef ref, DriverNotActiveException refusal) {
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
    } catch (IpamException e) {
      LOG.warn("the successor {} cannot be opened", ref, e);
      refusal.addSuppressed(e);
    }
    throw refusal;
  }

  private static boolean awaitActive(OpenedStore store) {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    AuthorityState state = store.authority().state();
    while (state instanceof Loading && System.nanoTime() - end < 0) {
      Pauses.brief();
      state = store.authority().state();
    }
    return state instanceof Active;
  }
}
