package dev.ipam;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.record.RecordedDriver;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.ReadOnlyOpening;
import dev.ipam.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the stores that one configuration names. */
final class StoreOpener {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  private final IpamConfig config;
  private final DriverRegistry registry;
  private final Clock clock;
  private final @Nullable RandomGenerator random;

  StoreOpener(
      IpamConfig config, DriverRegistry registry, Clock clock, @Nullable RandomGenerator random) {
    this.config = config;
    this.registry = registry;
    this.clock = clock;
    this.random = random;
  }

  IpamDriverProvider configured() {
    return registry.choose(config.driver());
  }

  IpamDriverProvider provider(String name) {
    return registry.choose(name);
  }

  /** Opens a store to serve; where it keeps no authority, with the record of it that there is. */
  OpenedStore open(IpamDriverProvider provider, boolean create) {
    OpenedStore store = new OpenedStore(provider.name(), provider.open(context(provider, create)));
    return RecordedDriver.isRecorded(records(), provider.name()) ? recorded(store) : store;
  }

  /** Opens a store to look at its authority, or to change it. */
  OpenedStore openWithAuthority(IpamDriverProvider provider, boolean create) {
    return recorded(new OpenedStore(provider.name(), provider.open(context(provider, create))));
  }

  /** The same store with a record of authority, if it keeps none itself. */
  OpenedStore recorded(OpenedStore store) {
    return new OpenedStore(
        store.name(), RecordedDriver.of(store.name(), store.driver(), records(), clock));
  }

  private Path records() {
    return path(CoreSettings.AUTHORITY);
  }

  /** Opens for reading only where another process has the store and the driver allows it. */
  OpenedStore openOrRead(IpamDriverProvider provider, boolean create) {
    try {
      return open(provider, create);
    } catch (StoreInUseException e) {
      if (provider instanceof ReadOnlyOpening beside) {
        LOG.debug("reading beside {}", e.holder());
        return new OpenedStore(provider.name(), beside.openReadOnly(context(provider, false)));
      }
      throw e;
    }
  }

  DriverContext context(IpamDriverProvider provider, boolean create) {
    return new DriverContext(
        SettingsCheck.values(config, provider.settings()),
        create,
        clock,
        random == null ? new SplittableRandom() : random);
  }

  /** Opens the store of a shadow, with a clock that shows when what it is asked was asked first. */
  OpenedStore openToRehearse(IpamDriverProvider provider, Clock replayed) {
    DriverContext serving = context(provider, true);
    DriverContext rehearsing =
        new DriverContext(serving.settings(), true, replayed, serving.random(), true);
    return new OpenedStore(provider.name(), provider.open(rehearsing));
  }

  Clock clock() {
    return clock;
  }

  /** The driver that shall shadow the one that serves, if any shall. */
  Optional<IpamDriverProvider> shadow(String serving) {
    Optional<IpamDriverProvider> shadow =
        config.value(CoreSettings.SHADOW).filter(name -> !name.isBlank()).map(registry::choose);
    if (shadow.isPresent() && shadow.get().name().equals(serving)) {
      throw new ConfigurationException(
          CoreSettings.SHADOW.key(),
          "it names " + serving + ", which serves; name another driver, or none");
    }
    return shadow;
  }

  /**
   * The other drivers whose stores may be the authority: those that can record it or have a record
   * beside them; and, where the store of a driver that knows is not the authority, those of the
   * others that something is set for.
   */
  List<IpamDriverProvider> others(IpamDriverProvider than) {
    boolean knows = than.mostCapabilities().contains(Capability.AUTHORITY);
    return registry.drivers().stream()
        .filter(found -> found.problem() == null)
        .filter(found -> !found.name().equals(than.name()))
        .map(found -> registry.choose(found.name()))
        .filter(
            other ->
                other.mostCapabilities().contains(Capability.AUTHORITY)
                    || RecordedDriver.isRecorded(records(), other.name())
                    || (knows && isSet(other)))
        .toList();
  }

  private boolean isSet(IpamDriverProvider provider) {
    return provider.settings().stream()
        .anyMatch(
            setting -> !config.value(setting).equals(Optional.ofNullable(setting.defaultValue())));
  }

  /** Opens a store for reading that another process has, where the driver allows it. */
  Optional<OpenedStore> besideAnother(IpamDriverProvider provider) {
    return provider instanceof ReadOnlyOpening beside
        ? Optional.of(
            new OpenedStore(provider.name(), beside.openReadOnly(context(provider, false))))
        : Optional.empty();
  }

  /** Opens another driver's store, if there is one; what stands in the way is thrown. */
  Optional<OpenedStore> openIfThere(IpamDriverProvider provider) {
    try {
      return Optional.of(openWithAuthority(provider, false));
    } catch (StoreNotFoundException e) {
      LOG.debug("no store of driver {}: {}", provider.name(), e.getMessage());
      return Optional.empty();
    } catch (ConfigurationException e) {
      if (isSet(provider)) {
        // A password that is wrong keeps a store from being seen; it may be the authority.
        throw e;
      }
      LOG.debug("driver {} is not configured: {}", provider.name(), e.getMessage());
      return Optional.empty();
    }
  }

  boolean migratesByItself() {
    String value = config.value(CoreSettings.MIGRATION).orElseThrow();
    return switch (value) {
      case "auto" -> true;
      case "manual" -> false;
      default ->
          throw new ConfigurationException(
              CoreSettings.MIGRATION.key(), "its value is auto or manual");
    };
  }

  Path intents() {
    return path(CoreSettings.INTENTS);
  }

  private Path path(Setting setting) {
    String path = config.value(setting).orElseThrow();
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(setting.key(), "its value is no path: " + e.getReason());
    }
  }
}
