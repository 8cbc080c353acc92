package dev.ipam;

import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider of a {@link FakeDriver} that notes what it was opened with. */
public class FakeProvider implements IpamDriverProvider {
  private final String name;
  private final Set<String> aliases;
  final FakeDriver driver;
  @Nullable DriverContext context;

  /** For the service loader. */
  public FakeProvider() {
    this("fake", Set.of("imitation"), new FakeDriver());
  }

  FakeProvider(String name, Set<String> aliases, FakeDriver driver) {
    this.name = name;
    this.aliases = aliases;
    this.driver = driver;
  }

  static FakeProvider named(String name, String... aliases) {
    return new FakeProvider(name, Set.of(aliases), new FakeDriver());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> aliases() {
    return aliases;
  }

  @Override
  public String description() {
    return "A driver for tests.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return driver.capabilities();
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("ipam.%s.path".formatted(name), "IPAM_FAKE_PATH", "here", false, "Where."),
        new Setting("ipam.%s.password".formatted(name), null, null, true, "The password."));
  }

  @Override
  public IpamDriver open(DriverContext opened) {
    this.context = opened;
    return driver;
  }
}
