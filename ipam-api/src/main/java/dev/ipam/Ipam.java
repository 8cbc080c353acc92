package dev.ipam;

import dev.ipam.error.InvalidAddressRequestException;
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
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.RequestChooser;
import dev.ipam.spi.SubnetPools;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
public final class Ipam extends WholeStore {
  Ipam(Serving serving, Successors successors, Rehearsing shadow) {
    super(new Switching(serving, successors, shadow));
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
   * or rolls back with it. A transaction is joined once: what a second joining returns counts as
   * another transaction, which waits for what this one holds.
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
}
