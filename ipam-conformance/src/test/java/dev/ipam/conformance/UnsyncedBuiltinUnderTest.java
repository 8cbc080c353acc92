package dev.ipam.conformance;

import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The built-in driver in the mode that leaves syncing to the system, and the loss with it. */
public final class UnsyncedBuiltinUnderTest implements DriverUnderTest {
  private final BuiltinUnderTest builtin = new BuiltinUnderTest();

  @Override
  public IpamDriverProvider provider() {
    return builtin.provider();
  }

  @Override
  public Set<Capability> capabilities() {
    return builtin.capabilities();
  }

  @Override
  public Map<String, String> newStore() {
    Map<String, String> store = new HashMap<>(builtin.newStore());
    store.put("ipam.builtin.durability", "os");
    return store;
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    return builtin.directory(store);
  }

  @Override
  public void destroy(Map<String, String> store) {
    builtin.destroy(store);
  }
}
