package dev.ipam;

import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Backups;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import dev.ipam.spi.Checkable;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.RequestChooser;
import dev.ipam.spi.SubnetPools;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IP address management for an embedding service: the one type to hold on to.
 *
 * <p>It calls the driver that {@code ipam_driver} chose and adds what every driver shares: checks
 * of capabilities before anything is changed, and what a driver cannot do by itself and others can
 * do for it: the walk over candidate subnets, joint allocation, the look-up of an address across
 * subnets, removal of a subnet with its allocations. Open it once, use it from any number of
 * threads, close it at the end.
 *
 * <p>Every failure is a {@link dev.ipam.error.IpamException} that says what was asked, what stood
 * in the way, whether trying again may help, and whether the operation may have taken effect. A
 * request under an idempotency key can be repeated safely after an unknown outcome.
 *
 * @since 0.1
 */
public final class Ipam implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ipam.class);

  private final Switching switching;

  Ipam(Serving serving, Successors successors) {
    this.switching = new Switching(serving, successors);
  }

  private Serving serving() {
    return switching.serving();
  }

  private <R> R write(Function<Serving, R> operation) {
    return switching.write(operation);
  }

  /**
   * Starts to open one.
   *
   * @return a builder
   */
  public static IpamBuilder builder() {
    return new IpamBuilder();
  }

  /**
   * Opens the driver that a configuration chooses.
   *
   * @param config the configuration
   * @return the opened facade, to be closed by the caller
   * @throws dev.ipam.error.IpamException see {@link IpamBuilder#open}
   */
  public static Ipam open(IpamConfig config) {
    return builder().config(config).open();
  }

  /**
   * Creates a subnet.
   *
   * @param request what is wanted
   * @return the subnet as it is stored
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#createSubnet}
   */
  public Subnet createSubnet(SubnetRequest request) {
    return write(
        at -> {
          at.requirements.check(request);
          return at.driver.createSubnet(request);
        });
  }

  /**
   * Returns a subnet.
   *
   * @param subnetId the subnet
   * @return the subnet as it is now
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   */
  public Subnet subnet(String subnetId) {
    return serving().driver.subnet(subnetId);
  }

  /**
   * Returns all subnets in the order of their ids, as of one moment.
   *
   * @return a stream, which must be closed
   */
  public Stream<Subnet> subnets() {
    return serving().driver.subnets();
  }

  /**
   * Changes a subnet's gateway or pools.
   *
   * @param update what to change
   * @return the subnet after the change
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#updateSubnet}
   */
  public Subnet updateSubnet(SubnetUpdate update) {
    return write(at -> at.driver.updateSubnet(update));
  }

  /**
   * Removes a subnet that holds no allocations.
   *
   * @param subnetId the subnet
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   * @throws dev.ipam.error.SubnetInUseException if it holds allocations
   */
  public void removeSubnet(String subnetId) {
    write(at -> at.driver.removeSubnet(subnetId, false));
  }

  /**
   * Removes a subnet and whatever allocations it holds: atomically where the driver has {@link
   * Capability#ATOMIC_REMOVE}, else one by one and then the subnet.
   *
   * @param subnetId the subnet
   * @return how many allocations were removed with it
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   * @throws dev.ipam.error.SubnetInUseException if one was made meanwhile that could not be taken
   *     along; those before it are released
   * @ipam.rule 2.39 2.40
   */
  public long removeSubnetWithAllocations(String subnetId) {
    return write(at -> StandIn.removeWithAllocations(at.driver, subnetId));
  }

  /**
   * Allocates some free address of a subnet.
   *
   * @param subnetId the subnet
   * @return the allocation
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#allocate}
   */
  public Allocation allocate(String subnetId) {
    return allocate(AllocationRequest.any(subnetId));
  }

  /**
   * Allocates one address.
   *
   * @param request what is wanted
   * @return the allocation
   * @throws InvalidAddressRequestException if the request is for several; use {@link #allocateAll}
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#allocate}
   */
  public Allocation allocate(AllocationRequest request) {
    if (request.address().count() != 1) {
      throw new InvalidAddressRequestException(
          null, "it asks for " + request.address().count() + " addresses at once; use allocateAll");
    }
    return allocateAll(request).get(0);
  }

  /**
   * Allocates one address or several, all or none.
   *
   * @param request what is wanted
   * @return the allocations in the order in which they were handed out
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#allocate}
   */
  public List<Allocation> allocateAll(AllocationRequest request) {
    return write(
        at -> {
          at.requirements.check(request);
          return at.walk.allocate(request);
        });
  }

  /**
   * Serves several requests together or not at all, for example both addresses of a dual-stack
   * port.
   *
   * <p>On a driver without {@link Capability#ALL_OR_NONE} they are served one by one, under an
   * intent in the folder {@code ipam.intents.path}: what fails, or is left behind by a crash, is
   * undone. There, allocations show a key made from the request's, and whoever repeats a request
   * with a key must use the same folder.
   *
   * @param request the requests
   * @return for each of them its allocations
   * @throws dev.ipam.error.UnsupportedException if a capability is missing for it; also for a key
   *     on a driver that lacks {@link Capability#ALL_OR_NONE} and has {@link Capability#SHARED}
   * @throws dev.ipam.error.IpamException for the first that cannot be served; nothing was changed,
   *     unless its outcome is unknown
   * @ipam.rule 3.85..3.88
   */
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    return write(
        at -> {
          at.requirements.check(request);
          return at.together.allocate(request);
        });
  }

  /**
   * Moves an allocation to another owner without its being free in between.
   *
   * @param request the allocation by its token, and the new owner
   * @return the allocation as it is now, with a new token
   * @throws dev.ipam.error.IpamException see {@link AllocationTransfer#transfer}
   */
  public Allocation transfer(TransferRequest request) {
    return write(
        at -> {
          if (request.key() != null) {
            at.requirements.check(Capability.KEYS);
          }
          return at.part(AllocationTransfer.class, Capability.TRANSFER).transfer(request);
        });
  }

  /**
   * Releases an address.
   *
   * @param request the address, and optionally the owner or token that its allocation must have
   * @return what was released, or nothing where the address was not allocated
   * @throws dev.ipam.error.IpamException see {@link IpamDriver#release}
   */
  public Optional<Allocation> release(ReleaseRequest request) {
    return write(
        at -> {
          at.requirements.check(request);
          return at.driver.release(request);
        });
  }

  /**
   * Releases everything that an owner holds, atomically.
   *
   * @param owner the owner
   * @return what was released, ordered by subnet id and address
   */
  public List<Allocation> releaseOwner(String owner) {
    return write(at -> at.part(OwnerLookup.class, Capability.OWNERS).releaseOwner(owner));
  }

  /**
   * Joins a JDBC transaction of the caller's: what is allocated and released by the result commits
   * or rolls back with it.
   *
   * @param connection a connection to the store's database, not in auto-commit mode; it stays the
   *     caller's
   * @return the operations that are part of the transaction
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link
   *     Capability#TRANSACTIONAL}
   * @ipam.rule 6.30..6.34
   */
  public JoinedTransaction join(Connection connection) {
    return write(at -> at.part(JdbcTransactions.class, Capability.TRANSACTIONAL).join(connection));
  }

  /**
   * Looks up one address in one subnet.
   *
   * @param subnetId the subnet
   * @param address the address
   * @return its allocation, or nothing where it is not allocated
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return serving().driver.find(subnetId, address);
  }

  /**
   * Returns a subnet's allocations in the order of their addresses, as of one moment.
   *
   * @param subnetId the subnet
   * @return a stream, which must be closed
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  public Stream<Allocation> allocations(String subnetId) {
    return serving().driver.allocations(subnetId);
  }

  /**
   * Returns everything that an owner holds, ordered by subnet id and address.
   *
   * @param owner the owner
   * @return a stream, which must be closed
   */
  public Stream<Allocation> allocationsOf(String owner) {
    return serving().part(OwnerLookup.class, Capability.OWNERS).allocationsOf(owner);
  }

  /**
   * Returns every allocation of an address, in whichever subnets, ordered by subnet id. A driver
   * without {@link Capability#ADDRESS_LOOKUP} is asked subnet by subnet.
   *
   * @param address the address
   * @return a stream, which must be closed
   * @ipam.rule 3.57 3.58
   */
  public Stream<Allocation> holders(IpAddress address) {
    Serving at = serving();
    return at.driver.capabilities().contains(Capability.ADDRESS_LOOKUP)
        ? at.part(AddressLookup.class, Capability.ADDRESS_LOOKUP).holders(address)
        : StandIn.holders(at.driver, address);
  }

  /**
   * Returns how full a subnet is.
   *
   * @param subnetId the subnet
   * @return the exact numbers as of one moment
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  public Usage usage(String subnetId) {
    return serving().driver.usage(subnetId);
  }

  /**
   * Returns the subnet pools, from which {@link #createSubnet} can cut subnets.
   *
   * @return the operations on subnet pools
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#POOLS}
   */
  public SubnetPools subnetPools() {
    serving().part(SubnetPools.class, Capability.POOLS);
    return new CheckedPools(switching);
  }

  /**
   * Returns the address scopes, in which subnet pools do not overlap.
   *
   * @return the operations on address scopes
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#SCOPES}
   */
  public AddressScopes addressScopes() {
    serving().part(AddressScopes.class, Capability.SCOPES);
    return new SwitchedScopes(switching);
  }

  /**
   * Returns everything that the store holds as of one moment, in canonical order and bounded
   * memory.
   *
   * @return a stream, which must be closed
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#EXPORT}
   */
  public Stream<SnapshotRecord> export() {
    return serving().part(Exportable.class, Capability.EXPORT).export();
  }

  /**
   * Begins an import into this store, which must hold nothing.
   *
   * @return the session, which must be closed
   * @throws dev.ipam.error.StoreNotEmptyException if the store holds something
   * @throws dev.ipam.error.IpamException see {@link Exportable#beginImport}
   */
  public ImportSession beginImport() {
    return write(at -> at.part(Exportable.class, Capability.EXPORT).beginImport());
  }

  /**
   * Returns the feed of what changes in the store.
   *
   * @return the feed
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#CHANGES}
   */
  public ChangeFeed changeFeed() {
    return serving().part(ChangeFeed.class, Capability.CHANGES);
  }

  /**
   * Returns what the opened driver can do beyond the core.
   *
   * @return an unmodifiable set
   */
  public Set<Capability> capabilities() {
    return serving().driver.capabilities();
  }

  /**
   * Returns the name of the opened driver.
   *
   * @return the name, never an alias
   */
  public String driverName() {
    return serving().name;
  }

  /**
   * Returns the opened driver, for what the facade does not offer.
   *
   * @return the driver
   */
  public IpamDriver driver() {
    return serving().driver;
  }

  /**
   * Verifies the driver's store in depth, every record against every index, as of one moment.
   *
   * @param problems told of each problem as it is found
   * @return how much was read and found; nothing where the driver cannot check its store
   * @throws dev.ipam.error.IpamException see {@link Checkable#check}
   */
  public Optional<CheckReport> check(Consumer<CheckProblem> problems) {
    return serving().driver.extension(Checkable.class).map(checkable -> checkable.check(problems));
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
    serving()
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
   * Returns what makes a user's wishes a request: the driver's own chooser where it offers one,
   * else {@link RequestChooser#DEFAULT}, which asks for any free address where the driver cannot
   * take the lowest.
   *
   * @return the chooser
   * @ipam.rule 2.42..2.45
   * @ipam.rule 3.82..3.84
   */
  public RequestChooser chooser() {
    return Choosing.of(serving().driver);
  }

  /** Closes the driver, and those that it took over from; closing again does nothing. */
  @Override
  public void close() {
    switching.close();
    LOG.info("closed driver {}", serving().name);
  }
}
