package dev.ipam;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.Migrator;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the configured driver to serve. Where its store is not the authority and another configured
 * one is, the setting was changed: the data follows, or the opening says what to do.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

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
      }
      return store;
    } catch (RuntimeException | Error e) {
      store.driver().close();
      throw e;
    }
  }

  /** A store that is missing is created where another one is there to be taken over. */
  private OpenedStore openedOrSucceeding() {
    try {
      return opener.open(provider, creating);
    } catch (StoreNotFoundException e) {
      Optional<OpenedStore> serving = findServing(e);
      if (serving.isEmpty()) {
        throw e;
      }
      serving.get().driver().close();
      return opener.open(provider, true);
    }
  }

  private Optional<OpenedStore> findServing(StoreNotFoundException missing) {
    try {
      return findServing();
    } catch (IpamException e) {
      missing.addSuppressed(e);
      throw missing;
    }
  }

  private void settle(OpenedStore store) {
    AuthorityState state = store.authority().state();
    if (state instanceof Active || state instanceof Closing) {
      return;
    }
    Optional<OpenedStore> serving = findServing();
    if (serving.isPresent()) {
      try {
        takeOver(serving.get(), store);
      } finally {
        serving.get().driver().close();
      }
    } else if (state instanceof Unused && creating) {
      Authority.activateUnused(store.driver());
    } else {
      throw notActive(store, state);
    }
  }

  /**
   * Finds the authority among the other configured stores, or the store that was when a migration
   * was cut short after it had retired.
   */
  private Optional<OpenedStore> findServing() {
    for (IpamDriverProvider other : opener.others(provider)) {
      Optional<OpenedStore> found = opener.openIfThere(other);
      if (found.isPresent()) {
        OpenedStore store = found.get();
        if (store.hasAuthority() && serves(store.authority().state())) {
          return found;
        }
        store.driver().close();
      }
    }
    return Optional.empty();
  }

  private boolean serves(AuthorityState state) {
    return state instanceof Active
        || state instanceof Closing
        || (state instanceof Retired retired
            && retired.successor().driver().equals(provider.name()));
  }

  private void takeOver(OpenedStore from, OpenedStore to) {
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
    } catch (AuthorityConflictException e) {
      // Another process that opens at the same time has claimed the target.
      awaitActive(to, e);
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

  private static void awaitActive(OpenedStore store, AuthorityConflictException cause) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!(store.authority().state() instanceof Active)) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw cause;
      }
      Pauses.brief();
    }
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
