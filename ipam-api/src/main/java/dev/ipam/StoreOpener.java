package dev.ipam;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.ReadOnlyOpening;
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

  OpenedStore open(IpamDriverProvider provider, boolean create) {
    return new OpenedStore(provider.name(), provider.open(context(provider, create)));
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

  /** The other drivers whose stores can record that they are the authority. */
  List<IpamDriverProvider> others(IpamDriverProvider than) {
    return registry.drivers().stream()
        .filter(found -> found.problem() == null)
        .filter(found -> !found.name().equals(than.name()))
        .filter(found -> found.mostCapabilities().contains(Capability.AUTHORITY))
        .map(found -> registry.choose(found.name()))
        .toList();
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
      return Optional.of(open(provider, false));
    } catch (StoreNotFoundException | ConfigurationException e) {
      LOG.debug("no store of driver {}: {}", provider.name(), e.getMessage());
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
    String path = config.value(CoreSettings.INTENTS).orElseThrow();
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          CoreSettings.INTENTS.key(), "its value is no path: " + e.getReason());
    }
  }
}
