package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Any driver under test, opened in another way or changed when it is open. */
final class Other implements DriverUnderTest, IpamDriverProvider {
  private final DriverUnderTest base;
  private final IpamDriverProvider provider;
  private final Opening opening;
  private final Set<Capability> capabilities;

  Other(DriverUnderTest base, Opening opening) {
    this(base, opening, base.capabilities());
  }

  private Other(DriverUnderTest base, Opening opening, Set<Capability> capabilities) {
    this.base = base;
    this.capabilities = Set.copyOf(capabilities);
    this.provider = base.provider();
    this.opening = opening;
  }

  static Other changed(DriverUnderTest base, UnaryOperator<IpamDriver> change) {
    return new Other(base, (provider, context) -> change.apply(provider.open(context)));
  }

  /** Says that it has other capabilities. */
  Other declaring(Set<Capability> others) {
    return new Other(base, opening, others);
  }

  /** How it is opened. */
  interface Opening {
    IpamDriver open(IpamDriverProvider provider, DriverContext context);
  }

  @Override
  public IpamDriverProvider provider() {
    return this;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Map<String, String> newStore() {
    return base.newStore();
  }

  @Override
  public void destroy(Map<String, String> store) {
    base.destroy(store);
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    return base.directory(store);
  }

  @Override
  public boolean makeNewer(Map<String, String> store) {
    return base.makeNewer(store);
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public String description() {
    return provider.description();
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return provider.mostCapabilities();
  }

  @Override
  public List<Setting> settings() {
    return provider.settings();
  }

  @Override
  public IpamDriver open(DriverContext context) {
    return opening.open(provider, context);
  }
}
