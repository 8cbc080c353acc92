package dev.ipam.conformance;

import dev.ipam.spi.Authority;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One store of a driver under test, from its creation to its removal.
 *
 * <p>Not safe for use by several threads, though its driver is.
 *
 * @since 0.1
 */
public final class StoreUnderTest implements AutoCloseable {
  private final DriverUnderTest subject;
  private final Map<String, String> store;
  private final Clock clock;
  private final RandomGenerator random;
  private IpamDriver driver;

  /**
   * Creates and opens a store.
   *
   * @param subject the driver under test
   * @param clock the clock that the driver is opened with
   * @param random the randomness that the driver is opened with
   */
  public StoreUnderTest(DriverUnderTest subject, Clock clock, RandomGenerator random) {
    this(subject, subject.newStore(), clock, random);
  }

  /**
   * Creates and opens the store that settings name.
   *
   * @param subject the driver under test
   * @param store the settings, of a store that does not exist yet
   * @param clock the clock that the driver is opened with
   * @param random the randomness that the driver is opened with
   */
  public StoreUnderTest(
      DriverUnderTest subject, Map<String, String> store, Clock clock, RandomGenerator random) {
    this.subject = subject;
    this.store = Map.copyOf(store);
    this.clock = clock;
    this.random = random;
    try {
      this.driver = open(subject, store, true, clock, random, false);
    } catch (RuntimeException | Error e) {
      cleanUp(() -> subject.destroy(store), e);
      throw e;
    }
  }

  /** Does what is left to do after a failure, which is what is told in the end. */
  private static void cleanUp(Runnable work, Throwable failure) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns the opened driver.
   *
   * @return the driver
   */
  public IpamDriver driver() {
    return driver;
  }

  /**
   * Returns the settings that name the store.
   *
   * @return the settings
   */
  public Map<String, String> settings() {
    return store;
  }

  /** Closes the driver and opens the store again, which must be there. */
  public void reopen() {
    driver.close();
    driver = open(subject, store, false, clock, random, false);
  }

  /**
   * Closes the driver and opens the store, which must be there, for rehearsing.
   *
   * @see DriverContext#rehearsing
   */
  public void reopenToRehearse() {
    driver.close();
    driver = open(subject, store, false, clock, random, true);
  }

  /** Closes the driver and removes the store. */
  @Override
  public void close() {
    try {
      driver.close();
    } finally {
      subject.destroy(store);
    }
  }

  /**
   * Opens a store, with the default of every setting that is not given; a new one becomes active.
   *
   * @param subject the driver under test
   * @param store the settings that name the store
   * @param create whether to create it where it is missing
   * @param clock the clock that the driver is opened with
   * @param random the randomness that the driver is opened with
   * @return the driver
   */
  public static IpamDriver open(
      DriverUnderTest subject,
      Map<String, String> store,
      boolean create,
      Clock clock,
      RandomGenerator random) {
    return open(subject, store, create, clock, random, false);
  }

  private static IpamDriver open(
      DriverUnderTest subject,
      Map<String, String> store,
      boolean create,
      Clock clock,
      RandomGenerator random,
      boolean rehearsing) {
    IpamDriverProvider provider = subject.provider();
    Map<String, String> settings = new HashMap<>();
    for (Setting setting : provider.settings()) {
      if (setting.defaultValue() != null) {
        settings.put(setting.key(), setting.defaultValue());
      }
    }
    settings.putAll(store);
    IpamDriver opened =
        provider.open(new DriverContext(settings, create, clock, random, rehearsing));
    try {
      if (create) {
        Authority.activateUnused(opened);
      }
      return opened;
    } catch (RuntimeException | Error e) {
      cleanUp(opened::close, e);
      throw e;
    }
  }
}
