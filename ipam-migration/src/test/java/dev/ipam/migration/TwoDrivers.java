package dev.ipam.migration;

import dev.ipam.DriverRegistry;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A store of the built-in driver, and one of another. */
final class TwoDrivers implements AutoCloseable {
  private final String other;
  private final Map<String, String> settings;
  private final Clock clock;
  private IpamDriver builtin;
  private IpamDriver second;

  /**
   * Opens both.
   *
   * @param directory where the built-in store is
   * @param other the name of the other driver
   * @param settings where the other store is
   */
  TwoDrivers(Path directory, String other, Map<String, String> settings, Clock clock) {
    this.other = other;
    this.settings = new HashMap<>(settings);
    this.settings.put("ipam.builtin.path", directory.resolve("store").toString());
    this.clock = clock;
    builtin = open("builtin");
    second = open(other);
  }

  /** A built-in store and one in SQLite, in one directory. */
  static TwoDrivers withSqlite(Path directory) {
    return new TwoDrivers(
        directory,
        "reference",
        Map.of("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("ipam.db")),
        Clock.systemUTC());
  }

  private IpamDriver open(String driver) {
    IpamDriverProvider provider =
        DriverRegistry.load(TwoDrivers.class.getClassLoader()).choose(driver);
    Map<String, String> all = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> all.put(setting.key(), setting.defaultValue()));
    settings.forEach(
        (key, value) -> {
          if (key.startsWith("ipam." + driver + ".")) {
            all.put(key, value);
          }
        });
    return provider.open(new DriverContext(all, true, clock, new Random(1)));
  }

  OpenedStore builtin() {
    return new OpenedStore("builtin", builtin);
  }

  OpenedStore other() {
    return new OpenedStore(other, second);
  }

  OpenedStore builtin(Writes writes) {
    return new OpenedStore("builtin", writes.watch(builtin));
  }

  OpenedStore other(Writes writes) {
    return new OpenedStore(other, writes.watch(second));
  }

  @Override
  public void close() {
    builtin.close();
    second.close();
  }
}
