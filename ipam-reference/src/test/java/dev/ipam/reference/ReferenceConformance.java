package dev.ipam.reference;

import dev.ipam.conformance.StoreOutage;
import dev.ipam.conformance.junit.DriverConformance;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kit, rule by rule, on one kind of database. */
public abstract class ReferenceConformance extends DriverConformance {
  private final ReferenceUnderTest subject;

  /** For subclasses. */
  protected ReferenceConformance(ReferenceUnderTest subject) {
    this.subject = subject;
  }

  @Override
  public final IpamDriverProvider provider() {
    return subject.provider();
  }

  @Override
  public final Set<Capability> capabilities() {
    return subject.capabilities();
  }

  @Override
  public final Map<String, String> newStore() {
    return subject.newStore();
  }

  @Override
  public final Optional<Path> directory(Map<String, String> store) {
    return subject.directory(store);
  }

  @Override
  public final boolean makeNewer(Map<String, String> store) {
    return subject.makeNewer(store);
  }

  @Override
  public final Optional<Map<String, String>> newFragileStore() {
    return subject.newFragileStore();
  }

  @Override
  public final StoreOutage outage(Map<String, String> store) {
    return subject.outage(store);
  }

  @Override
  public final Optional<Connection> connection(Map<String, String> store) {
    return subject.connection(store);
  }

  @Override
  public final void destroy(Map<String, String> store) {
    subject.destroy(store);
  }

  @Override
  protected final void reported(ConformanceReport report) {
    if (!report.passed()) {
      throw new AssertionError(report.counts().toString());
    }
  }
}
