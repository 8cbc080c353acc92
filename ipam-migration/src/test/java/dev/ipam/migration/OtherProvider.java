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

/** A driver under another name, as if it were a vendor's: the built-in one, or another. */
final class OtherProvider implements IpamDriverProvider {
  private final IpamDriverProvider real;
  private final String prefix;
  private final String name;
  private final UnaryOperator<IpamDriver> around;

  OtherProvider(String name) {
    this(name, driver -> driver);
  }

  OtherProvider(String name, UnaryOperator<IpamDriver> around) {
    this(name, "builtin", around);
  }

  OtherProvider(String name, String real) {
    this(name, real, driver -> driver);
  }

  private OtherProvider(String name, String real, UnaryOperator<IpamDriver> around) {
    this.real = DriverRegistry.load(OtherProvider.class.getClassLoader()).choose(real);
    this.prefix = "ipam." + real + ".";
    this.name = name;
    this.around = around;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "The driver " + real.name() + " as " + name + ".";
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
                    setting.key().replace(prefix, "ipam." + name + "."),
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
        .forEach((key, value) -> settings.put(key.replace("ipam." + name + ".", prefix), value));
    return around.apply(real.open(context.withSettings(settings)));
  }
}
