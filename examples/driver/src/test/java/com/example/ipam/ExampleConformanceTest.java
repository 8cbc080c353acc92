package com.example.ipam;

import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

public class ExampleConformanceTest extends DriverConformance {
  @Override
  public IpamDriverProvider provider() {
    return new ExampleProvider();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.PREFER_NEXT, Capability.ATOMIC_REMOVE);
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of("ipam.example.store", UUID.randomUUID().toString());
  }
}
