package dev.ipam.reference;

import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Setting;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Opens drivers as the facade would. */
final class Drivers {
  private Drivers() {}

  static ReferenceDriver open(Map<String, String> store) {
    return open(store, true);
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
}
