package dev.ipam;

import dev.ipam.error.UnsupportedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Backups;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import dev.ipam.spi.Checkable;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the facade offers on the store as a whole, rather than on what is in it. */
abstract sealed class WholeStore implements AutoCloseable permits Ipam {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  final Switching switching;

  WholeStore(Switching switching) {
    this.switching = switching;
  }

  /**
   * Returns everything that the store holds as of one moment, in canonical order and bounded
   * memory.
   *
   * @return a stream, which must be closed
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#EXPORT}
   */
  public Stream<SnapshotRecord> export() {
    return switching.serving().part(Exportable.class, Capability.EXPORT).export();
  }

  /**
   * Begins an import into this store, which must hold nothing.
   *
   * @return the session, which must be closed
   * @throws dev.ipam.error.StoreNotEmptyException if the store holds something
   * @throws dev.ipam.error.IpamException see {@link Exportable#beginImport}
   */
  public ImportSession beginImport() {
    return switching.write(at -> at.part(Exportable.class, Capability.EXPORT).beginImport());
  }

  /**
   * Returns the feed of what changes in the store.
   *
   * @return the feed
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#CHANGES}
   */
  public ChangeFeed changeFeed() {
    return switching.serving().part(ChangeFeed.class, Capability.CHANGES);
  }

  /**
   * Returns what the opened driver can do beyond the core.
   *
   * @return an unmodifiable set
   */
  public Set<Capability> capabilities() {
    return switching.serving().driver.capabilities();
  }

  /**
   * Returns the name of the opened driver.
   *
   * @return the name, never an alias
   */
  public String driverName() {
    return switching.serving().name;
  }

  /**
   * Returns the opened driver, for what the facade does not offer.
   *
   * @return the driver
   */
  public IpamDriver driver() {
    return switching.serving().driver;
  }

  /**
   * Verifies the driver's store in depth, every record against every index, as of one moment.
   *
   * @param problems told of each problem as it is found
   * @return how much was read and found; nothing where the driver cannot check its store
   * @throws dev.ipam.error.IpamException see {@link Checkable#check}
   */
  public Optional<CheckReport> check(Consumer<CheckProblem> problems) {
    return switching
        .serving()
        .driver
        .extension(Checkable.class)
        .map(checkable -> checkable.check(problems));
  }

  /**
   * Writes a backup of the driver's store, in the driver's own form, while this serves. {@link
   * IpamBuilder#restore} makes a store of it.
   *
   * @param directory a directory that does not exist yet, or is empty
   * @throws dev.ipam.error.UnsupportedException if the driver makes none: its database has tools
   * @throws dev.ipam.error.IpamException see {@link Backups#backup}
   */
  public void backup(Path directory) {
    switching
        .serving()
        .driver
        .extension(Backups.class)
        .orElseThrow(() -> new UnsupportedException("BACKUPS", "make a backup of its own"))
        .backup(directory);
  }

  /**
   * Migrates all data to another configured driver and makes it the authority, while this goes on
   * serving: the driver is switched underneath, and callers are told nothing but that some writes
   * took a little longer. A store that is missing is created.
   *
   * @param driver the name of the driver to go on with
   * @param options how to go about it, usually {@link MigrationOptions#LIVE}
   * @param listener is told how it goes
   * @return what was done, with how long writes waited
   * @throws IllegalStateException if this migrates already
   * @throws dev.ipam.error.MigrationRefusedException if data would be lost, the target has a life
   *     of its own, the two differ at the end, or it could not hand over in time; this serves on
   * @throws dev.ipam.error.IpamException whatever the drivers throw
   * @ipam.rule 7.26
   */
  public MigrationReport migrate(
      String driver, MigrationOptions options, MigrationListener listener) {
    return switching.migrate(driver, options, listener);
  }

  /**
   * Returns how the shadow is doing that {@code ipam.shadow} names, and in what it diverged.
   *
   * @return the status as of now, or nothing where there is no shadow
   */
  public Optional<ShadowStatus> shadow() {
    return switching.shadow();
  }

  /** Closes the driver, and those that it took over from; closing again does nothing. */
  @Override
  public void close() {
    switching.close();
    LOG.info("closed driver {}", switching.serving().name);
  }
}
