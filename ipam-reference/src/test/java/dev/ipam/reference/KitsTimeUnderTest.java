package dev.ipam.reference;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import dev.ipam.testdb.Engine;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reference driver on a server, but for the time: that of the kit's clock in place of the
 * server's, so that the kit knows when a rest ends and which time an allocation bears. It is one
 * process's then, and does not declare {@link Capability#SHARED}.
 */
final class KitsTimeUnderTest implements DriverUnderTest {
  private final ReferenceUnderTest subject;

  KitsTimeUnderTest(Engine engine) {
    this.subject = ReferenceUnderTest.on(engine);
  }

  @Override
  public IpamDriverProvider provider() {
    return new Provider(subject.provider());
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> alone = EnumSet.copyOf(subject.capabilities());
    alone.remove(Capability.SHARED);
    return alone;
  }

  @Override
  public Map<String, String> newStore() {
    return subject.newStore();
  }

  @Override
  public void destroy(Map<String, String> store) {
    subject.destroy(store);
  }

  private record Provider(IpamDriverProvider provider) implements IpamDriverProvider {
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
      return new Opening(context, ReferenceSettings.of(context), row -> context.clock().millis())
          .open();
    }
  }
}
