package dev.ipam.cli;

import dev.ipam.DriverRegistry;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in driver under another name, so that there are two to switch between. */
public final class SecondProvider implements IpamDriverProvider {
  private static IpamDriverProvider real() {
    return DriverRegistry.load(SecondProvider.class.getClassLoader()).choose("builtin");
  }

  @Override
  public String name() {
    return "second";
  }

  @Override
  public String description() {
    return "The built-in driver once more.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return Set.of(Capability.values());
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of("ipam.second.path", null, "Where."),
        Setting.of("ipam.second.durability", "os", "How."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    context.required("ipam.second.path");
    IpamDriverProvider provider = real();
    Map<String, String> settings = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> settings.put(setting.key(), setting.defaultValue()));
    context
        .settings()
        .forEach((key, value) -> settings.put(key.replace(".second.", ".builtin."), value));
    return provider.open(
        new DriverContext(settings, context.createIfMissing(), context.clock(), context.random()));
  }
}
