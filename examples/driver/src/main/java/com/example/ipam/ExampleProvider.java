package com.example.ipam;

import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the example driver: {@code ipam_driver = example}. */
public final class ExampleProvider implements IpamDriverProvider {
  private static final String STORE = "ipam.example.store";

  /** What would be on disk or on a server: the stores outlive the drivers that open them. */
  private static final Map<String, Store> STORES = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "example";
  }

  @Override
  public String description() {
    return "The driver of the guide: addresses in the memory of this process.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return ExampleDriver.CAPABILITIES;
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(STORE, "default", "The name of the store."));
  }

  @Override
  public Map<String, String> scratchStore(Path directory) {
    return Map.of(STORE, directory.toString());
  }

  @Override
  public IpamDriver open(DriverContext context) {
    String name = context.required(STORE);
    if (context.createIfMissing()) {
      STORES.putIfAbsent(name, new Store());
    }
    Store store = STORES.get(name);
    if (store == null) {
      throw new StoreNotFoundException(name(), name);
    }
    return new ExampleDriver(name, store);
  }
}
