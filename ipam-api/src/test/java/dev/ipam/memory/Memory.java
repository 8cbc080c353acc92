package dev.ipam.memory;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opens the facade on a driver in memory. */
public final class Memory {
  private Memory() {}

  public static Set<Capability> none() {
    return EnumSet.noneOf(Capability.class);
  }

  public static Set<Capability> all() {
    return EnumSet.allOf(Capability.class);
  }

  /** All that there is but these. */
  public static Set<Capability> without(Capability first, Capability... more) {
    return EnumSet.complementOf(EnumSet.of(first, more));
  }

  public static Ipam open(MemoryDriver driver, Path intents) {
    return Ipam.builder()
        .drivers(DriverRegistry.of(new Provider(driver)))
        .set("ipam_driver", "memory")
        .set("ipam.intents.path", intents.toString())
        .open();
  }

  private record Provider(MemoryDriver driver) implements IpamDriverProvider {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public Set<Capability> mostCapabilities() {
      return driver.capabilities();
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public IpamDriver open(DriverContext context) {
      return driver;
    }
  }
}
