package dev.ipam;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.Migrator;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.record.RecordedDriver;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the configured driver to serve. Where its store is not the authority and another configured
 * one is, the setting was changed: the data follows, or the opening says what to do.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  /** When to try again to get hold of the store that served: whoever has it may have died. */
  private static final Duration LOOKING_AGAIN = Duration.ofMillis(500);

  /** How long another process may take to load the store. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** How long another process that has the store that served may take to begin to load. */
  private static final Duration LONGEST_START = Duration.ofSeconds(8);

  private final StoreOpener opener;
  private final IpamDriverProvider provider;
  private final boolean creating;

  Opening(StoreOpener opener, IpamDriverProvider provider, boolean creating) {
    this.opener = opener;
    this.provider = provider;
    this.creating = creating;
  }

  OpenedStore open() {
    OpenedStore store = openedOrSucceeding();
    try {
      if (store.hasAuthority()) {
        settle(store);
        return store;
      }
      return settledBeside(store);
    } catch (RuntimeException | Error e) {
      store.driver().close();
      throw e;
    }
  }

  /**
   * A store without authority, and without a record of it, serves as it always did where it holds
   * something, or where no other store is the authority.
   */
  private OpenedStore settledBeside(OpenedStore store) {
    OpenedStore recorded = opener.recorded(store);
    if (recorded.authority().state() instanceof Active) {
      return store;
    }
    try {
      settle(recorded);
    } catch (RuntimeException | Error e) {
      // It may hold the record by now, which the store itself knows nothing of.
      recorded.driver().close();
      throw e;
    }
    return RecordedDriver.hasRecord(recorded.driver()) ? recorded : store;
  }

  /** A store that is missing is created where another one is there to be taken over. */
  private OpenedStore openedOrSucceeding() {
    try {
      return opener.open(provider, creating);
    } catch (StoreNotFoundException e) {
      if (isAnotherServing(e)) {
        return opener.open(provider, true);
      }
      throw e;
    }
  }

  private boolean isAnotherServing(StoreNotFoundException missing) {
    try (Found found = find()) {
      return !found.isNothing();
    } catch (IpamException e) {
      missing.addSuppressed(e);
      return false;
    }
  }

  /**
   * Makes the store the authority, or waits for another process that is doing so: of several that
   * open at once, the one that gets hold of the store that served loads.
   */
  private void settle(OpenedStore store) {
    long start = System.nanoTime();
    AuthorityState state = store.authority().state();
    while (!(state instanceof Active) && !(state instanceof Closing)) {
      try (Found found = find()) {
        OpenedStore serving = found.serving();
        IpamException held = found.held();
        if (serving != null) {
          if (takeOver(serving, store)) {
            return;
          }
        } else if (held == null) {
          if (state instanceof Unused && !store.authority().isFenceInTheStore()) {
            return;
          }
          if (!(state instanceof Unused) || !creating) {
            throw notActive(store, state);
          }
          Authority.activateUnused(store.driver());
          return;
        } else {
          boolean loads = state instanceof Loading;
          Duration longest = loads ? LONGEST_WAIT : LONGEST_START;
          if (System.nanoTime() - start > longest.toNanos()
              || Thread.currentThread().isInterrupted()) {
            throw held;
          }
        }
      }
      state = awaitActive(store);
    }
  }

  /** Looks again and again for a while; returns what the store is then. */
  private static AuthorityState awaitActive(OpenedStore store) {
    long start = System.nanoTime();
    AuthorityState state = store.authority().state();
    while (!(state instanceof Active) && System.nanoTime() - start < LOOKING_AGAIN.toNanos()) {
      Pauses.brief();
      state = store.authority().state();
    }
    return state;
  }

  /** The store that served, opened; or, where another process has it, the refusal to open it. */
  private record Found(@Nullable OpenedStore serving, @Nullable IpamException held)
      implements AutoCloseable {
    boolean isNothing() {
      return serving == null && held == null;
    }

    @Override
    public void close() {
      if (serving != null) {
        serving.driver().close();
      }
    }
  }

  /**
   * Finds the authority among the other configured stores, or the store that was when a migration
   * was cut short after it had retired.
   */
  private Found find() {
    IpamException held = null;
    for (IpamDriverProvider other : opener.others(provider)) {
      try {
        Optional<OpenedStore> found = opener.openIfThere(other);
        if (found.isPresent() && servesElseClosed(found.get())) {
          return new Found(found.get(), null);
        }
      } catch (StoreInUseException e) {
        if (mayServe(other)) {
          held = e;
        }
      }
    }
    return new Found(null, held);
  }

  private boolean servesElseClosed(OpenedStore store) {
    boolean serves = false;
    try {
      serves = store.hasAuthority() && serves(store.authority().state());
      return serves;
    } finally {
      if (!serves) {
        store.driver().close();
      }
    }
  }

  /** Looks at a store that another process has, where its driver can. */
  private boolean mayServe(IpamDriverProvider other) {
    Optional<OpenedStore> beside = opener.besideAnother(other);
    if (beside.isEmpty()) {
      return true;
    }
    OpenedStore store = beside.get();
    try {
      return store.hasAuthority() && serves(store.authority().state());
    } finally {
      store.driver().close();
    }
  }

  private boolean serves(AuthorityState state) {
    return state instanceof Active
        || state instanceof Closing
        || (state instanceof Retired retired
            && retired.successor().driver().equals(provider.name()));
  }

  /** Migrates; tells whether it did, or another process has claimed one of the two meanwhile. */
  private boolean takeOver(OpenedStore from, OpenedStore to) {
    if (!opener.migratesByItself()) {
      throw refused(from, to, CoreSettings.MIGRATION.key() + " is manual");
    }
    if (from.authority().mayHaveOtherClients()) {
      throw refused(from, to, "others may be using " + from.name());
    }
    LOG.warn(
        "{} is configured, but {} is the authority: migrating to the configured one",
        to.ref(),
        from.ref());
    try {
      MigrationReport report =
          migrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
      LOG.warn("migrated, by {}: {}", report.way(), report);
      return true;
    } catch (AuthorityConflictException e) {
      LOG.info("another process was faster: {}", e.getMessage());
      return false;
    }
  }

  private static MigrationRefusedException refused(OpenedStore from, OpenedStore to, String why) {
    return new MigrationRefusedException(
        from.ref().toString(),
        to.ref().toString(),
        why
            + ", so it is not begun by itself; run 'ipam migrate --to "
            + to.name()
            + " --from "
            + from.name()
            + "', or set ipam_driver back to "
            + from.name());
  }

  static Migrator migrator() {
    return ServiceLoader.load(Migrator.class, Ipam.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    CoreSettings.MIGRATION.key(),
                    "there is nothing that migrates; add the jar ipam-migration"));
  }

  private static DriverNotActiveException notActive(OpenedStore store, AuthorityState state) {
    return new DriverNotActiveException(
        store.name(), state.word(), state.other().map(StoreRef::driver).orElse(null));
  }
}
