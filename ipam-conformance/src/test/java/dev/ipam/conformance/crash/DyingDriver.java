package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A driver under test that ends its process, as a fault in native code does. */
public final class DyingDriver implements DriverUnderTest {
  private final DriverUnderTest right = new LogFileUnderTest.Right();
  private final boolean child;

  /** For child processes. */
  public DyingDriver() {
    this(true);
  }

  private DyingDriver(boolean child) {
    this.child = child;
  }

  static DyingDriver here() {
    return new DyingDriver(false);
  }

  @Override
  public IpamDriverProvider provider() {
    if (child) {
      Runtime.getRuntime().halt(139);
    }
    return right.provider();
  }

  @Override
  public Set<Capability> capabilities() {
    return right.capabilities();
  }

  @Override
  public Map<String, String> newStore() {
    return right.newStore();
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    return right.directory(store);
  }

  @Override
  public void destroy(Map<String, String> store) {
    right.destroy(store);
  }
}
