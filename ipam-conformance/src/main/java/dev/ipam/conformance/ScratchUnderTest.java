package dev.ipam.conformance;

import dev.ipam.DriverRegistry;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A driver of which nothing is known but its provider: each store is in a directory of its own
 * among the temporary files, or has a name of its own where the settings given say where it goes.
 *
 * <p>What it declares is what an opened store has: nobody has promised more. Safe for use by any
 * number of threads.
 *
 * @since 0.1
 */
public final class ScratchUnderTest implements DriverUnderTest {
  /** Stands in a value for a name that is new for each store. */
  public static final String STORE = "{store}";

  /** The system property that names the driver to a child process, which makes no stores. */
  public static final String DRIVER = "ipam.conformance.driver";

  private static final String PREFIX = "ipam_kit_";

  private final IpamDriverProvider provider;
  private final Map<String, String> given;
  private final Map<Map<String, String>, Path> directories = new ConcurrentHashMap<>();
  private @Nullable Set<Capability> opened;

  /** Takes the driver that the system property {@link #DRIVER} names, for a child process. */
  public ScratchUnderTest() {
    this(
        DriverRegistry.load(ScratchUnderTest.class.getClassLoader())
            .choose(System.getProperty(DRIVER, "")),
        Map.of());
  }

  /**
   * Takes a driver.
   *
   * @param provider the driver
   * @param given values of its settings; {@link #STORE} in one is replaced by a name that is new
   *     for each store
   */
  public ScratchUnderTest(IpamDriverProvider provider, Map<String, String> given) {
    this.provider = provider;
    this.given = Map.copyOf(given);
  }

  @Override
  public IpamDriverProvider provider() {
    return provider;
  }

  @Override
  public synchronized Set<Capability> capabilities() {
    if (opened == null) {
      try (StoreUnderTest store = new StoreUnderTest(this, Clock.systemUTC(), new Random(0))) {
        opened = Set.copyOf(store.driver().capabilities());
      }
    }
    return opened;
  }

  @Override
  public Map<String, String> newStore() {
    Path directory = newDirectory();
    Map<String, String> store = new HashMap<>(provider.scratchStore(directory));
    boolean isNew = !store.isEmpty();
    String name = PREFIX + UUID.randomUUID().toString().replace("-", "");
    for (Map.Entry<String, String> each : given.entrySet()) {
      boolean names = each.getValue().contains(STORE);
      if (store.containsKey(each.getKey()) && !names) {
        delete(directory);
        throw new ConfigurationException(
            each.getKey(),
            "it says where the store is, and the kit needs a new one for each test; write "
                + STORE
                + " where the name of the store goes, or leave it out");
      }
      isNew |= names;
      store.put(each.getKey(), each.getValue().replace(STORE, name));
    }
    if (!isNew) {
      delete(directory);
      throw new ConfigurationException(
          "ipam_driver",
          "driver \""
              + provider.name()
              + "\" names no scratch store; put a DriverUnderTest for it on the class path"
              + " (docs/writing-a-driver.md), or set the key that names its store to a value with "
              + STORE
              + " in it");
    }
    Map<String, String> made = Map.copyOf(store);
    directories.put(made, directory);
    return made;
  }

  @Override
  public void destroy(Map<String, String> store) {
    Path directory = directories.remove(store);
    if (directory != null) {
      delete(directory);
    }
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    // A store whose place was given is elsewhere.
    boolean isElsewhere = given.values().stream().anyMatch(value -> value.contains(STORE));
    return isElsewhere ? Optional.empty() : Optional.ofNullable(directories.get(store));
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("ipam-conformance-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
