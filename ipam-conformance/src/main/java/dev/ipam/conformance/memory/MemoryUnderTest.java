package dev.ipam.conformance.memory;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The model in memory, or a changed one, as a driver under test.
 *
 * @since 0.1
 */
public final class MemoryUnderTest implements DriverUnderTest {
  private final MemoryProvider provider;

  /** Takes the model as it is. */
  public MemoryUnderTest() {
    this(new MemoryProvider());
  }

  /**
   * Takes the model with fewer capabilities.
   *
   * @param capabilities what it can do
   */
  public MemoryUnderTest(Set<Capability> capabilities) {
    this(new MemoryProvider(capabilities, driver -> driver));
  }

  /**
   * Takes a changed model.
   *
   * @param change makes of the model what is opened
   */
  public MemoryUnderTest(UnaryOperator<IpamDriver> change) {
    this(new MemoryProvider(new MemoryProvider().mostCapabilities(), change));
  }

  private MemoryUnderTest(MemoryProvider provider) {
    this.provider = provider;
  }

  @Override
  public IpamDriverProvider provider() {
    return provider;
  }

  @Override
  public Set<Capability> capabilities() {
    return provider.mostCapabilities();
  }

  @Override
  public Map<String, String> newStore() {
    return Map.of(MemoryProvider.STORE, UUID.randomUUID().toString());
  }
}
