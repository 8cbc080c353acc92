package dev.ipam.cli;

import dev.ipam.conformance.memory.MemoryProvider;
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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** A driver that fails to open in the way its setting says, or works, or is wrong about usage. */
public final class FaultyProvider implements IpamDriverProvider {
  static final String FAILS = "ipam.faulty.fails";
  private static final String STORE = "ipam.faulty.store";

  private static final MemoryProvider WORKING = new MemoryProvider(Set.of(), driver -> driver);
  private static final MemoryProvider WRONG =
      new MemoryProvider(Set.of(), FaultyProvider::withoutUsage);

  private static final MemoryProvider RELEASING_ONCE = once("release");
  private static final MemoryProvider ALLOCATING_ONCE = once("allocate");

  private static MemoryProvider once(String operation) {
    return new MemoryProvider(
        Set.of(Capability.OWNERS, Capability.TOKENS), driver -> once(operation, driver));
  }

  private static IpamDriver withoutUsage(IpamDriver driver) {
    return changed(
        driver,
        method -> {
          if (method.equals("usage")) {
            throw new IllegalStateException("<b>no usage</b> in " + System.getProperty("user.dir"));
          }
        });
  }

  private static IpamDriver once(String operation, IpamDriver driver) {
    AtomicInteger times = new AtomicInteger();
    return changed(
        driver,
        method -> {
          if (method.equals(operation) && times.incrementAndGet() > 1) {
            throw new UnavailableException("/store", "it is full", Outcome.NOT_APPLIED, null);
          }
        });
  }

  private static IpamDriver changed(IpamDriver driver, Consumer<String> before) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          before.accept(method.getName());
          try {
            return method.invoke(driver, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Class<?>[] types = {IpamDriver.class};
    return (IpamDriver)
        Proxy.newProxyInstance(FaultyProvider.class.getClassLoader(), types, handler);
  }

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
        Setting.of(STORE, "memory", "The store of one that works."),
        new Setting("ipam.faulty.password", "IPAM_FAULTY_PASSWORD", null, true, "Secret."));
  }

  @Override
  public Map<String, String> scratchStore(Path directory) {
    return Map.of(STORE, directory.toString());
  }

  private static IpamDriver open(MemoryProvider provider, DriverContext context) {
    Map<String, String> settings = Map.of(MemoryProvider.STORE, context.required(STORE));
    return provider.open(
        new DriverContext(settings, context.createIfMissing(), context.clock(), context.random()));
  }

  @Override
  public IpamDriver open(DriverContext context) {
    String fails = context.required(FAILS);
    MemoryProvider provider =
        switch (fails) {
          case "nothing" -> WORKING;
          case "usage" -> WRONG;
          case "second-release" -> RELEASING_ONCE;
          case "second-allocation" -> ALLOCATING_ONCE;
          default -> null;
        };
    if (provider != null) {
      return open(provider, context);
    }
    LoggerFactory.getLogger(FaultyProvider.class)
        .warn("about to fail", new IllegalStateException("a cause for the log"));
    switch (fails) {
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
