package dev.ipam.migration;

import dev.ipam.DriverRegistry;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Two built-in stores, as if of two drivers. */
final class TwoStores implements AutoCloseable {
  private final Path directory;
  private final Clock clock;
  private final Map<String, String> settings;
  private IpamDriver one;
  private IpamDriver two;

  TwoStores(Path directory, Clock clock, Map<String, String> settings) {
    this.directory = directory;
    this.clock = clock;
    this.settings = settings;
    directory.toFile().mkdirs();
    one = open("one");
    two = open("two");
  }

  static TwoStores in(Path directory) {
    return new TwoStores(directory, Clock.systemUTC(), Map.of());
  }

  private IpamDriver open(String name) {
    IpamDriverProvider provider =
        DriverRegistry.load(TwoStores.class.getClassLoader()).choose("builtin");
    Map<String, String> all = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> all.put(setting.key(), setting.defaultValue()));
    all.put("ipam.builtin.durability", "os");
    all.putAll(settings);
    all.put("ipam.builtin.path", directory.resolve(name).toString());
    return provider.open(new DriverContext(all, true, clock, new Random(1)));
  }

  OpenedStore one() {
    return new OpenedStore("one", one);
  }

  OpenedStore two() {
    return new OpenedStore("two", two);
  }

  OpenedStore one(Writes writes) {
    return new OpenedStore("one", writes.watch(one));
  }

  OpenedStore two(Writes writes) {
    return new OpenedStore("two", writes.watch(two));
  }

  void activate(OpenedStore store) {
    Authority.activateUnused(store.driver());
  }

  /** What a process finds that begins anew. */
  void reopen() {
    close();
    one = open("one");
    two = open("two");
  }

  AuthorityState stateOf(OpenedStore store) {
    return store.authority().state();
  }

  static List<SnapshotRecord> records(OpenedStore store) {
    try (Stream<SnapshotRecord> records = Records.of(store)) {
      return records.toList();
    }
  }

  @Override
  public void close() {
    one.close();
    two.close();
  }
}
