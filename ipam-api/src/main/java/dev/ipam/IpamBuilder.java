package dev.ipam;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Restoring;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens an {@link Ipam}. Not safe for several threads at once.
 *
 * @since 0.1
 */
public final class IpamBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  private IpamConfig config = IpamConfig.empty();
  private @Nullable DriverRegistry registry;
  private @Nullable Boolean createIfMissing;
  private Clock clock = Clock.systemUTC();
  private @Nullable RandomGenerator random;

  IpamBuilder() {}

  /**
   * Takes the configuration; values set on this builder before are replaced.
   *
   * @param configuration the configuration
   * @return this
   */
  public IpamBuilder config(IpamConfig configuration) {
    this.config = Objects.requireNonNull(configuration, "configuration");
    return this;
  }

  /**
   * Sets one configuration value.
   *
   * @param key the key, for example {@code ipam_driver}
   * @param value the value
   * @return this
   */
  public IpamBuilder set(String key, String value) {
    this.config = config.with(key, value);
    return this;
  }

  /**
   * Chooses among these drivers instead of those that the thread's context class loader finds.
   *
   * @param drivers the drivers
   * @return this
   */
  public IpamBuilder drivers(DriverRegistry drivers) {
    this.registry = drivers;
    return this;
  }

  /**
   * Creates the store where it is missing, whatever {@code ipam.create} says. Without it, a missing
   * store is an error, so that a wrong path cannot silently start a second life.
   *
   * @return this
   */
  public IpamBuilder createIfMissing() {
    this.createIfMissing = true;
    return this;
  }

  /**
   * Gives the driver a clock, where it can use one.
   *
   * @param source the clock
   * @return this
   */
  public IpamBuilder clock(Clock source) {
    this.clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Gives the driver a source of randomness; it need not be safe for several threads.
   *
   * @param source the source
   * @return this
   */
  public IpamBuilder random(RandomGenerator source) {
    this.random = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Opens the configured driver. Where its store is not the authority and that of another
   * configured driver is, the setting was changed: with {@code ipam.migration} at {@code auto}, all
   * data is migrated to the configured one first, if nobody else can be using the other.
   *
   * @return the opened facade, to be closed by the caller
   * @throws ConfigurationException if a key is unknown or a value cannot be used
   * @throws dev.ipam.error.DriverNotFoundException if the driver's name chooses none
   * @throws dev.ipam.error.MigrationRefusedException if another configured store is the authority
   *     and the data does not follow by itself; it says what to run
   * @throws dev.ipam.error.DriverNotActiveException if the store is not the authority, and nothing
   *     that is configured is
   * @throws dev.ipam.error.IpamException whatever {@link IpamDriverProvider#open} throws
   * @ipam.rule 7.04
   */
  public Ipam open() {
    StoreOpener opener = opener();
    OpenedStore store = new Opening(opener, opener.configured(), creating()).open();
    try {
      return opened(store, opener, Rehearsing.begin(store, opener));
    } catch (RuntimeException | Error e) {
      store.driver().close();
      throw e;
    }
  }

  /**
   * Opens the configured driver to read what its store holds, also beside another process that has
   * the store to itself: where {@link #open} would fail for that and the driver can be opened for
   * reading only, it is. What is read then is the store as of the opening, and every write is
   * refused with {@link StoreInUseException}, which names the process.
   *
   * @return the opened facade, to be closed by the caller
   * @throws StoreInUseException if another process has the store and the driver cannot be read
   *     beside it
   * @throws dev.ipam.error.IpamException see {@link #open}
   * @ipam.rule 6.18
   */
  public Ipam openForReading() {
    StoreOpener opener = opener();
    OpenedStore store = opener.openOrRead(opener.configured(), creating());
    return opened(store, opener, Rehearsing.none());
  }

  /**
   * Opens the store of a driver, whichever the configuration chooses and whatever the store's
   * authority is: for administering it, not for serving.
   *
   * @param driver the driver's name
   * @param create whether a store that is missing is created, unused
   * @return the opened store, whose driver is to be closed by the caller
   * @throws dev.ipam.error.IpamException whatever {@link IpamDriverProvider#open} throws
   */
  public OpenedStore openStore(String driver, boolean create) {
    StoreOpener opener = opener();
    return opener.openWithAuthority(opener.provider(driver), create);
  }

  /**
   * Opens the store of a driver to read it, also beside another process that has it to itself.
   *
   * @param driver the driver's name
   * @return the opened store, whose driver is to be closed by the caller
   * @throws dev.ipam.error.IpamException whatever {@link IpamDriverProvider#open} throws
   */
  public OpenedStore openStoreForReading(String driver) {
    StoreOpener opener = opener();
    return opener.openOrRead(opener.provider(driver), false);
  }

  /**
   * Makes the configured driver's store, where there is none, from a backup. It has an id of its
   * own and is retired, so that it never serves beside the one that the backup was made of, until
   * it is adopted on purpose.
   *
   * @param backup what {@link Ipam#backup} wrote
   * @throws UnsupportedException if the driver makes no backups: its database has tools
   * @throws dev.ipam.error.IpamException see {@link Restoring#restore}
   * @ipam.rule 7.21
   */
  public void restore(Path backup) {
    StoreOpener opener = opener();
    IpamDriverProvider provider = opener.configured();
    if (!(provider instanceof Restoring restoring)) {
      throw new UnsupportedException("BACKUPS", "restore a backup of its own");
    }
    restoring.restore(opener.context(provider, true), backup);
  }

  private StoreOpener opener() {
    DriverRegistry found = registry == null ? defaultRegistry() : registry;
    SettingsCheck.refuseUnknown(config, found);
    return new StoreOpener(config, found, clock, random);
  }

  private static Ipam opened(OpenedStore store, StoreOpener opener, Rehearsing shadow) {
    try {
      Serving serving = new Serving(shadow.watched(store), opener.intents());
      Ipam opened = new Ipam(serving, new Successors(opener), shadow);
      LOG.info("opened driver {} on {}", store.name(), store.driver().store().location());
      return opened;
    } catch (RuntimeException | Error e) {
      shadow.close();
      store.driver().close();
      throw e;
    }
  }

  private boolean creating() {
    String create = config.value(CoreSettings.CREATE).orElseThrow();
    boolean allowed =
        switch (create) {
          case "never" -> false;
          case "if-missing" -> true;
          default ->
              throw new ConfigurationException(
                  CoreSettings.CREATE.key(), "its value is never or if-missing");
        };
    return createIfMissing == null ? allowed : createIfMissing;
  }

  private static DriverRegistry defaultRegistry() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return DriverRegistry.load(context == null ? Ipam.class.getClassLoader() : context);
  }
}
