package dev.ipam.migration;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two drivers, each with a store of its own, and the settings of both. */
public final class Pair {
  private final DriverRegistry drivers;
  private final Map<String, String> settings;
  private final String from;
  private final String to;

  private Pair(DriverRegistry drivers, Map<String, String> settings, String from, String to) {
    this.drivers = drivers;
    this.settings = settings;
    this.from = from;
    this.to = to;
  }

  /** Two built-in stores, as if of two drivers. */
  public static Pair builtin(Path directory) {
    return builtin(
        directory, DriverRegistry.of(new OtherProvider("first"), new OtherProvider("second")));
  }

  /** The same with drivers of these names. */
  static Pair builtin(Path directory, DriverRegistry drivers) {
    return new Pair(
        drivers,
        Map.of(
            "ipam.first.path", directory.resolve("first").toString(),
            "ipam.second.path", directory.resolve("second").toString()),
        "first",
        "second");
  }

  /** A built-in store, and a database. */
  static Pair withDatabase(Path directory, Engine engine, boolean databaseFirst) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ipam.builtin.path", directory.resolve("store").toString());
    settings.putAll(database(Databases.create(engine)));
    return new Pair(
        DriverRegistry.load(Pair.class.getClassLoader()),
        settings,
        databaseFirst ? "reference" : "builtin",
        databaseFirst ? "builtin" : "reference");
  }

  /** The reference driver's settings of a database. */
  static Map<String, String> database(TestDatabase database) {
    JdbcEndpoint endpoint = database.endpoint();
    Map<String, String> settings = new HashMap<>();
    settings.put("ipam.reference.url", endpoint.url());
    put(settings, "ipam.reference.user", endpoint.user());
    put(settings, "ipam.reference.password", endpoint.password());
    return settings;
  }

  private static void put(Map<String, String> settings, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      settings.put(key, value);
    }
  }

  String from() {
    return from;
  }

  String to() {
    return to;
  }

  public IpamBuilder builder(String driver) {
    IpamBuilder builder = Ipam.builder().drivers(drivers).set("ipam_driver", driver);
    settings.forEach(builder::set);
    return builder;
  }
}
