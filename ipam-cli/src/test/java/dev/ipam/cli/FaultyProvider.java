package dev.ipam.cli;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** A driver that fails to open in the way its setting says. */
public final class FaultyProvider implements IpamDriverProvider {
  static final String FAILS = "ipam.faulty.fails";

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public String description() {
    return "Fails, \"quoted\", on\u001b[31m purpose.";
  }

  @Override
  public Set<Capability> mostCapabilities() {
    return Set.of();
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of(FAILS, "unexpected", "How."),
        new Setting("ipam.faulty.password", "IPAM_FAULTY_PASSWORD", null, true, "Secret."));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    LoggerFactory.getLogger(FaultyProvider.class)
        .warn("about to fail", new IllegalStateException("a cause for the log"));
    switch (context.required(FAILS)) {
      case "memory" -> throw new OutOfMemoryError("Java heap space");
      case "stack" -> throw new StackOverflowError();
      case "corrupt" -> throw new StoreCorruptException("/store", "table t", "row 7 is torn");
      case "format" -> throw new StoreFormatUnsupportedException("/store", "9", "1 to 3");
      case "used" -> throw new StoreInUseException("/store", "process 4711 (java)");
      case "retired" -> throw new DriverNotActiveException("faulty", "retired", "reference");
      case "unavailable" ->
          throw new UnavailableException("/store", "no route to host", Outcome.UNKNOWN, null);
      default ->
          throw new IllegalStateException(
              "line one\nline two " + context.setting("ipam.faulty.password").isPresent());
    }
  }
}
