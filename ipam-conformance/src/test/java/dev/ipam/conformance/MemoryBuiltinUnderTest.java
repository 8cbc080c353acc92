package dev.ipam.conformance;

import dev.ipam.builtin.BuiltinDriverProvider;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The built-in driver in the mode that keeps nothing on a disk; there is nothing to destroy. */
public final class MemoryBuiltinUnderTest implements DriverUnderTest {
  @Override
  public IpamDriverProvider provider() {
    return new BuiltinDriverProvider();
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.copyOf(provider().mostCapabilities());
    all.remove(Capability.DURABLE);
    return all;
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of("ipam.builtin.durability", "memory");
  }
}
