package dev.ipam.migration;

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
import java.util.function.UnaryOperator;

/** The built-in driver under a name of its own, as if it were a vendor's. */
final class OtherProvider implements IpamDriverProvider {
  private final IpamDriverProvider real =
      DriverRegistry.load(OtherProvider.class.getClassLoader()).choose("builtin");
  private final String name;
  private final UnaryOperator<IpamDriver> around;

  OtherProvider(String name) {
    this(name, driver -> driver);
  }

  OtherProvider(String name, UnaryOperator<IpamDriver> around) {
    this.name = name;
    this.around = around;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "The built-in driver as " + name + ".";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return real.mostCapabilities();
  }

  @Override
  public List<Setting> settings() {
    return real.settings().stream()
        .map(
            setting ->
                new Setting(
                    setting.key().replace("ipam.builtin.", "ipam." + name + "."),
                    null,
                    setting.defaultValue(),
                    setting.secret(),
                    setting.description()))
        .toList();
  }

  @Override
  public IpamDriver open(DriverContext context) {
    Map<String, String> settings = new HashMap<>();
    context
        .settings()
        .forEach(
            (key, value) ->
                settings.put(key.replace("ipam." + name + ".", "ipam.builtin."), value));
    return around.apply(real.open(context.withSettings(settings)));
  }
}
