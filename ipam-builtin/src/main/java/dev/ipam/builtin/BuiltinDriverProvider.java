package dev.ipam.builtin;

import dev.ipam.builtin.BuiltinSettings.Durability;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreBackup;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.ReadOnlyOpening;
import dev.ipam.spi.Restoring;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the built-in driver: an embedded, durable store for one process, the default.
 *
 * @since 0.1
 */
public final class BuiltinDriverProvider implements IpamDriverProvider, ReadOnlyOpening, Restoring {
  static final String NAME = "builtin";

  /** Creates the provider. */
  public BuiltinDriverProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Embedded, durable store in a directory, for one process at a time.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return capabilities(true, true);
  }

  /** What a store in this mode can do. */
  static Set<Capability> capabilities(boolean durable, boolean changes) {
    EnumSet<Capability> all =
        EnumSet.of(
            Capability.POLICIES,
            Capability.PREFER_NEXT,
            Capability.BULK,
            Capability.GROUPS,
            Capability.ALL_OR_NONE,
            Capability.OWNERS,
            Capability.ADDRESS_LOOKUP,
            Capability.TOKENS,
            Capability.KEYS,
            Capability.TRANSFER,
            Capability.REST,
            Capability.POOLS,
            Capability.SCOPES,
            Capability.ATOMIC_REMOVE,
            Capability.EXPORT,
            Capability.AUTHORITY,
            Capability.CLOCK);
    if (durable) {
      all.add(Capability.DURABLE);
    }
    if (changes) {
      all.add(Capability.CHANGES);
    }
    return Collections.unmodifiableSet(all);
  }

  @Override
  public List<Setting> settings() {
    return BuiltinSettings.ALL;
  }

  @Override
  public Optional<String> endsWithProgram(Map<String, String> settings) {
    boolean inMemory = BuiltinSettings.MEMORY.equals(settings.get(BuiltinSettings.DURABILITY));
    return inMemory ? Optional.of(BuiltinSettings.DURABILITY) : Optional.empty();
  }

  @Override
  public IpamDriver open(DriverContext context) {
    BuiltinSettings settings = BuiltinSettings.of(context);
    return serve(store(settings, context.createIfMissing()), context, settings);
  }

  private static Store store(BuiltinSettings settings, boolean createIfMissing) {
    if (settings.durability() != Durability.MEMORY) {
      return Store.open(
          settings.path(), createIfMissing, settings.store(), settings.nativeDirectory());
    }
    if (!createIfMissing) {
      throw noneInMemory();
    }
    return Store.inMemory(settings.store().changes());
  }

  /** No store in memory is there before it is opened. */
  private static StoreNotFoundException noneInMemory() {
    return new StoreNotFoundException(NAME, "memory (" + BuiltinSettings.DURABILITY + ")");
  }

  @Override
  public IpamDriver openReadOnly(DriverContext context) {
    BuiltinSettings settings = BuiltinSettings.of(context);
    if (settings.durability() == Durability.MEMORY) {
      throw noneInMemory();
    }
    Store store = Store.openReadOnly(settings.path(), settings.store(), settings.nativeDirectory());
    return serve(store, context, settings);
  }

  @Override
  public void restore(DriverContext context, Path backup) {
    BuiltinSettings settings = BuiltinSettings.of(context);
    if (settings.durability() == Durability.MEMORY) {
      throw new ConfigurationException(
          BuiltinSettings.DURABILITY,
          "a store in memory has no files to restore; use sync or os, or import an export");
    }
    StoreBackup.restore(
        backup, settings.path(), NAME, settings.store(), settings.nativeDirectory());
  }

  private static IpamDriver serve(Store store, DriverContext context, BuiltinSettings settings) {
    try {
      Engine engine =
          new Engine(
              store,
              () ->
                  Session.on(
                      store.tables(), context.clock(), context.random(), context.rehearsing()));
      return new BuiltinDriver(store, engine, settings.durability() == Durability.SYNC);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }
}
