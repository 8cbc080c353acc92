package dev.ipam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.report.Status;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The built-in driver passes the kit, as a vendor would run it. */
public final class BuiltinConformanceTest extends DriverConformance {
  private static final Set<String> NEED_MORE_THAN_JAVA = Set.of("6.09", "6.10", "6.25", "6.26");

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
  public Optional<Map<String, String>> newFragileStore() {
    return builtin.newFragileStore();
  }

  @Override
  public StoreOutage outage(Map<String, String> store) {
    return builtin.outage(store);
  }

  @Override
  public void destroy(Map<String, String> store) {
    builtin.destroy(store);
  }

  @Override
  protected void reported(ConformanceReport report) {
    ReportSet set = ReportSet.of(report);
    for (String published : List.of(set.html(), set.json(), set.junitXml())) {
      for (String property : List.of("user.dir", "java.io.tmpdir", "java.home")) {
        assertThat(published).doesNotContain(System.getProperty(property) + File.separator);
      }
    }
    assertThat(report.passed()).isTrue();
    if (System.getProperty(KitProperties.RULES) != null) {
      // What decides a rule may be among those that were left out.
      return;
    }
    assertThat(report.results().stream().filter(each -> each.status() == Status.NOT_PROVEN))
        .as("not proven, where neither a compiler nor a disk that can be full is missing")
        .allMatch(each -> NEED_MORE_THAN_JAVA.contains(each.rule().id()));
  }
}
