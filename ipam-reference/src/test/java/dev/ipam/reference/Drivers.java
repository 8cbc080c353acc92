package dev.ipam.reference;

import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Opens drivers as the facade would. */
public final class Drivers {
  private Drivers() {}

  static ReferenceDriver open(Map<String, String> store) {
    return open(store, true);
  }

  /** Opens a store, and makes it where it is missing. */
  public static IpamDriver openOrMake(Map<String, String> store) {
    return open(store, true);
  }

  /** Opens one that waits for so long, whatever the settings say. */
  static ReferenceDriver open(Map<String, String> store, Duration deadline) {
    Map<String, String> settings = new HashMap<>(store);
    settings.put("ipam.reference.deadline-ms", Long.toString(deadline.toMillis()));
    return open(settings);
  }

  static ReferenceDriver open(Map<String, String> store, boolean create) {
    Map<String, String> settings = new HashMap<>();
    for (Setting setting : new ReferenceDriverProvider().settings()) {
      if (setting.defaultValue() != null) {
        settings.put(setting.key(), setting.defaultValue());
      }
    }
    settings.putAll(store);
    ReferenceDriver driver =
        (ReferenceDriver)
            new ReferenceDriverProvider()
                .open(new DriverContext(settings, create, Clock.systemUTC(), new Random(1)));
    Authority.activateUnused(driver);
    return driver;
  }

  /** How many commits of a driver were in doubt for a while. */
  public static long doubts(IpamDriver driver) {
    return ((ReferenceDriver) driver).engine().doubts();
  }

  /** How many transactions a driver has tried again. */
  public static long retries(IpamDriver driver) {
    return ((ReferenceDriver) driver).engine().retries();
  }
}
