package com.example.ipam;

import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
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
    return EnumSet.of(
        Capability.PREFER_NEXT, Capability.ATOMIC_REMOVE, Capability.TOKENS, Capability.EXPORT);
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of("ipam.example.store", UUID.randomUUID().toString());
  }

  @Override
  protected void reported(ConformanceReport report) throws IOException {
    ReportSet.of(report).write(Path.of("target/conformance"));
  }
}
