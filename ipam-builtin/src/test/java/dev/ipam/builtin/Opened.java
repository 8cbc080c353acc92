package dev.ipam.builtin;

import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Opens drivers for tests. */
final class Opened {
  private Opened() {}

  static BuiltinDriver in(Path path) {
    return with(context(path, Clock.systemUTC()));
  }

  static BuiltinDriver with(DriverContext context) {
    BuiltinDriver driver = (BuiltinDriver) new BuiltinDriverProvider().open(context);
    if (context.createIfMissing()) {
      Authority.activateUnused(driver);
    }
    return driver;
  }

  /** What a store in memory is opened with; each opening makes another one. */
  static DriverContext inMemory(Clock clock) {
    return new DriverContext(
        Map.of("ipam.builtin.durability", "memory"), true, clock, new Random(1));
  }

  static DriverContext context(Path path, Clock clock) {
    return context(path, clock, true, Map.of("ipam.builtin.durability", "os"));
  }

  static DriverContext context(
      Path path, Clock clock, boolean createIfMissing, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ipam.builtin.path", path.toString());
    return new DriverContext(all, createIfMissing, clock, new Random(1));
  }
}
