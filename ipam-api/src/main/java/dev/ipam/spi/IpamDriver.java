package dev.ipam.spi;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An opened driver: the operations that a store must do atomically. The setting {@code ipam_driver}
 * picks the {@link IpamDriverProvider} that opens it.
 *
 * <p>Every driver has these methods. What it can do beyond them it says by {@link #capabilities()};
 * some capabilities come with an interface of their own ({@link OwnerLookup}, {@link
 * AddressLookup}, {@link JointAllocation} and so on), which the facade finds by {@link #extension}.
 *
 * <p><b>Values.</b> Requests are valid when they are built: no driver sees a malformed one. {@link
 * Subnet#of} and {@link Subnet#after} apply the rules of gateways and pools; {@link
 * dev.ipam.net.AllocationPools#isAllocatable} and {@link dev.ipam.net.Eui64#derive} those of
 * addresses.
 *
 * <p><b>Threads.</b> Safe for any number of threads. Every operation is linearizable. None waits
 * for a lock that is held across a caller's code.
 *
 * <p><b>Errors.</b> Only {@link dev.ipam.error.IpamException}s, each saying whether the effect is
 * known to be absent. Any operation may throw {@link dev.ipam.error.UnavailableException}, {@link
 * dev.ipam.error.DriverClosedException} and {@link dev.ipam.error.StoreCorruptException}; any that
 * writes may throw {@link dev.ipam.error.DriverNotActiveException}. The driver serves on after
 * every error.
 *
 * <p><b>Durability.</b> With {@link Capability#DURABLE}, an effect is on disk when its method
 * returns, and no answer, a refusal included, depends on one that is not.
 *
 * @ipam.rule 6.01..6.04
 * @ipam.rule 6.05..6.07
 * @ipam.rule 6.08..6.12
 * @ipam.rule 6.19..6.23
 * @ipam.rule 6.24..6.29
 * @since 0.1
 */
public interface IpamDriver extends AutoCloseable {
  /**
   * Returns what this driver can do beyond the core, as opened; constant until it is closed.
   *
   * @return an unmodifiable set
   */
  Set<Capability> capabilities();

  /**
   * Creates a subnet.
   *
   * @param request what is wanted; one with a pool needs {@link Capability#POOLS}
   * @return the subnet as it is stored. For a key used before with the same request: the subnet as
   *     it is now
   * @throws dev.ipam.error.SubnetAlreadyExistsException if the id is taken
   * @throws dev.ipam.error.InvalidValueException if pools and gateway contradict each other
   * @throws dev.ipam.error.IdempotencyConflictException if the key was used for another request
   * @throws dev.ipam.error.UnsupportedException if a capability is missing for it
   * @throws dev.ipam.error.SubnetPoolNotFoundException if it names a pool that does not exist; for
   *     what else a pool may refuse, see {@link SubnetPools}
   * @ipam.rule 2.01 2.13..2.18
   * @ipam.rule 2.02..2.04
   * @ipam.rule 3.44..3.54
   */
  Subnet createSubnet(SubnetRequest request);

  /**
   * Returns a subnet.
   *
   * @param subnetId the subnet
   * @return the subnet as it is now
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   * @ipam.rule 2.02..2.04
   */
  Subnet subnet(String subnetId);

  /**
   * Returns all subnets in the order of their ids (by Unicode code point), as of one moment, in
   * bounded memory. Writing goes on meanwhile.
   *
   * @return a stream, which must be closed
   */
  Stream<Subnet> subnets();

  /**
   * Changes a subnet's gateway or pools, atomically. Allocations stay as they are.
   *
   * @param update what to change
   * @return the subnet after the change
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   * @throws dev.ipam.error.InvalidValueException if pools and gateway would contradict each other
   * @throws dev.ipam.error.AddressAlreadyAllocatedException if the new gateway is allocated, other
   *     than by a gateway request
   * @ipam.rule 2.25..2.37
   */
  Subnet updateSubnet(SubnetUpdate update);

  /**
   * Removes a subnet; its prefix goes back to the subnet pool that it came from.
   *
   * @param subnetId the subnet
   * @param force whether its allocations are removed with it, atomically; needs {@link
   *     Capability#ATOMIC_REMOVE}
   * @return how many allocations were removed with it
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   * @throws dev.ipam.error.SubnetInUseException if it holds allocations and force is not given
   * @ipam.rule 2.38..2.40
   * @ipam.rule 5.24..5.27
   */
  long removeSubnet(String subnetId, boolean force);

  /**
   * Allocates one address, or several for {@link dev.ipam.request.AddressRequest.Bulk}.
   *
   * <p>A key that was used before is looked up before anything else. Then every candidate must
   * exist; then they are tried in order. Only "no address available" and, for a specific address,
   * "outside the subnet" move on to the next. A driver without {@link Capability#GROUPS} is asked
   * for one candidate at a time.
   *
   * @param request what is wanted
   * @return the allocations in the order in which they were handed out; one but for bulk
   * @throws dev.ipam.error.SubnetNotFoundException if a candidate does not exist
   * @throws dev.ipam.error.NoAddressAvailableException if no candidate has enough free addresses
   * @throws dev.ipam.error.AddressAlreadyAllocatedException if a specific, automatic or gateway
   *     address is allocated
   * @throws dev.ipam.error.AddressOutsideSubnetException if a specific address is of no candidate
   * @throws dev.ipam.error.AddressNotUsableException if a specific address is the network or
   *     broadcast address
   * @throws dev.ipam.error.AddressCalculationFailedException if an automatic address cannot be
   *     formed
   * @throws dev.ipam.error.InvalidAddressRequestException if the subnet has no gateway, or none
   *     inside, for a gateway request
   * @throws dev.ipam.error.IdempotencyConflictException if the key was used for another request, or
   *     part of its result was released
   * @throws dev.ipam.error.UnsupportedException if a capability is missing for it
   * @ipam.rule 3.01..3.13
   * @ipam.rule 3.14
   * @ipam.rule 3.15..3.20
   * @ipam.rule 3.21..3.23
   * @ipam.rule 3.24..3.25
   * @ipam.rule 3.26..3.30
   * @ipam.rule 3.31..3.33
   * @ipam.rule 3.38..3.43
   * @ipam.rule 3.44..3.54
   * @ipam.rule 4.01..4.13
   */
  List<Allocation> allocate(AllocationRequest request);

  /**
   * Releases an address.
   *
   * @param request the address, and optionally the owner or token that the allocation must have
   * @return what was released, or nothing where the address was not allocated
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   * @throws dev.ipam.error.AddressOwnedByAnotherException if owner or token do not match
   * @ipam.rule 3.34..3.37
   */
  Optional<Allocation> release(ReleaseRequest request);

  /**
   * Looks up one address in one subnet.
   *
   * @param subnetId the subnet
   * @param address the address, also one outside the subnet
   * @return its allocation, or nothing where it is not allocated
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   * @ipam.rule 3.55..3.67
   */
  Optional<Allocation> find(String subnetId, IpAddress address);

  /**
   * Returns a subnet's allocations in the order of their addresses, as of one moment, in bounded
   * memory. Writing goes on meanwhile.
   *
   * @param subnetId the subnet
   * @return a stream, which must be closed
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   * @ipam.rule 3.55..3.67
   */
  Stream<Allocation> allocations(String subnetId);

  /**
   * Returns how full a subnet is.
   *
   * @param subnetId the subnet
   * @return the exact numbers as of one moment
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   * @ipam.rule 3.55..3.67
   */
  Usage usage(String subnetId);

  /**
   * Returns what can be told about the store, for people and logs.
   *
   * @return the description, without secrets
   */
  StoreInfo store();

  /**
   * Returns an optional part of this driver, if it has it.
   *
   * @param <T> the part's type
   * @param type the part's interface
   * @return the part
   */
  default <T> Optional<T> extension(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /** Closes the driver; what is under way is finished or refused. Closing again does nothing. */
  @Override
  void close();
}
