package dev.ipam.reference;

import dev.ipam.reference.db.Dialect;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens the reference driver: a store in an SQL database, which processes can share.
 *
 * @since 0.1
 */
public final class ReferenceDriverProvider implements IpamDriverProvider {
  static final String NAME = "reference";

  /** Creates the provider. */
  public ReferenceDriverProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Returns the name that configurations of OpenStack Neutron have. */
  @Override
  public Set<String> aliases() {
    return Set.of("internal");
  }

  @Override
  public String description() {
    return "Store in an SQL database: SQLite, PostgreSQL, MariaDB or Galera; shared by processes.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    Set<Capability> most = EnumSet.noneOf(Capability.class);
    for (Dialect dialect : Dialect.values()) {
      most.addAll(capabilities(dialect, true));
    }
    return Collections.unmodifiableSet(most);
  }

  static Set<Capability> capabilities(Dialect dialect, boolean changes) {
    Set<Capability> all =
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
            Capability.DURABLE,
            Capability.EXPORT,
            Capability.AUTHORITY,
            Capability.CLOCK);
    if (changes) {
      all.add(Capability.CHANGES);
    }
    if (dialect.isShared()) {
      all.add(Capability.SHARED);
      all.add(Capability.TRANSACTIONAL);
    }
    return Collections.unmodifiableSet(all);
  }

  @Override
  public List<Setting> settings() {
    return ReferenceSettings.ALL;
  }

  /** A file of SQLite, which needs no server. */
  @Override
  public Map<String, String> scratchStore(Path directory) {
    return Map.of(ReferenceSettings.URL, "jdbc:sqlite:" + directory.resolve("ipam.db"));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    ReferenceSettings settings = ReferenceSettings.of(context);
    Dialect dialect = settings.address().dialect();
    return new Opening(context, settings, StoreTime.of(dialect, context.clock())).open();
  }
}
