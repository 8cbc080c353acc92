package dev.ipam.conformance.rules;

import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.HashMap;
import java.util.Map;

/** Opens stores beside the one of the bench, as the provider itself does. */
final class Stores {
  private Stores() {}

  static IpamDriver openAsItIs(Bench bench, Map<String, String> store, boolean create) {
    IpamDriverProvider provider = bench.subject().provider();
    Map<String, String> settings = new HashMap<>();
    for (Setting setting : provider.settings()) {
      if (setting.defaultValue() != null) {
        settings.put(setting.key(), setting.defaultValue());
      }
    }
    settings.putAll(store);
    bench.remark(create ? "open a store that may be created" : "open a store, creating none");
    return provider.open(new DriverContext(settings, create, bench.clock(), bench.random()));
  }
}
