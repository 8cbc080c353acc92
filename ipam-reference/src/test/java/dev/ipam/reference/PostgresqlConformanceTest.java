package dev.ipam.reference;

import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kit, rule by rule. */
public final class PostgresqlConformanceTest extends DriverConformance {
  private final ReferenceUnderTest subject = new ReferenceUnderTest.OnPostgresql();

  @Override
  public IpamDriverProvider provider() {
    return subject.provider();
  }

  @Override
  public Set<Capability> capabilities() {
    return subject.capabilities();
  }

  @Override
  public Map<String, String> newStore() {
    return subject.newStore();
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    return subject.directory(store);
  }

  @Override
  public void destroy(Map<String, String> store) {
    subject.destroy(store);
  }

  @Override
  protected void reported(ConformanceReport report) {
    if (!report.passed()) {
      throw new AssertionError(report.counts().toString());
    }
  }
}
