package dev.ipam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The built-in driver passes the kit, as a vendor would run it. */
public final class BuiltinConformanceTest extends DriverConformance {
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
    return builtin.newStore();
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    return builtin.directory(store);
  }

  @Override
  public boolean makeNewer(Map<String, String> store) {
    return builtin.makeNewer(store);
  }

  @Override
  public Optional<StoreOutage> outage(Map<String, String> store) {
    return builtin.outage(store);
  }

  @Override
  public void destroy(Map<String, String> store) {
    builtin.destroy(store);
  }

  @Override
  protected void reported(ConformanceReport report) {
    assertThat(report.passed()).isTrue();
  }
}
