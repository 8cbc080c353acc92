package dev.ipam.conformance.memory;

import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The model as a driver over a file that survives everything; or with a fault, not everything. */
final class LogFileProvider implements IpamDriverProvider {
  static final String PATH = "ipam.log.path";

  private final LogFault fault;

  LogFileProvider(LogFault fault) {
    this.fault = fault;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String description() {
    return "The conformance kit's model of the contract, in a file.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    Set<Capability> all = EnumSet.copyOf(ModelDriver.CAPABILITIES);
    all.add(Capability.DURABLE);
    if (fault == LogFault.SHARED || fault == LogFault.GETS_COMPARES_PUTS) {
      all.add(Capability.SHARED);
    }
    return all;
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(PATH, null, "The directory of the file."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    Path directory = Path.of(context.required(PATH));
    if (!LogFile.exists(directory)) {
      if (!context.createIfMissing()) {
        throw new StoreNotFoundException(name(), directory.toString());
      }
      try {
        LogFile.create(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    LogPlayer player =
        new LogPlayer(ModelDriver.model(mostCapabilities()), context.random(), fault, directory);
    return new ModelDriver(mostCapabilities(), context.clock(), player);
  }
}
