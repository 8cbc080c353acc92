package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed, beside the writer and without waiting for it. Safe for use by any number
 * of threads.
 */
public interface Reads {
  /**
   * Writes a backup of the tables as of one moment.
   *
   * @param id the store's id
   * @param directory where to
   */
  void backup(UUID id, Path directory);

  /**
   * Returns the row of a subnet.
   *
   * @param id the subnet's id
   * @return the row, or null where there is none
   */
  @Nullable StoredSubnet subnet(String id);

  /**
   * Looks up an allocation.
   *
   * @param subnetId the subnet
   * @param address the address
   * @return the allocation, or nothing
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  Optional<Allocation> find(String subnetId, IpAddress address);

  /**
   * Returns all subnets in the order of their ids.
   *
   * @return a stream, to be closed
   */
  Stream<Subnet> subnets();

  /**
   * Returns the allocations of a subnet in the order of their addresses.
   *
   * @param subnetId the subnet
   * @return a stream, to be closed
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  Stream<Allocation> allocations(String subnetId);

  /**
   * Returns the holders of an address in the order of their subnets' ids.
   *
   * @param address the address
   * @return a stream, to be closed
   */
  Stream<Allocation> holders(IpAddress address);

  /**
   * Returns what an owner holds, in the order of subnet ids and addresses.
   *
   * @param owner the owner
   * @return a stream, to be closed
   */
  Stream<Allocation> heldBy(String owner);

  /**
   * Compares all rows as of this moment with each other.
   *
   * @param problems told of each problem
   * @return how many rows were read and problems found
   */
  CheckReport check(Consumer<CheckProblem> problems);

  /**
   * Returns what reads subnet pools and address scopes.
   *
   * @return the reader
   */
  PoolReads pools();

  /**
   * Returns everything that the store holds, in the order of exports.
   *
   * @param nowMillis the time, by which rests are over
   * @return a stream, to be closed
   */
  Stream<SnapshotRecord> snapshot(long nowMillis);

  /**
   * Returns the commit that the changes told so far end with.
   *
   * @return its number
   */
  long lastChange();

  /**
   * Returns what changed since a position.
   *
   * @param position the position
   * @param positions those of the store
   * @param nowMillis the time, by which rests are over
   * @return a stream, to be closed
   * @throws dev.ipam.error.ChangesNotKeptException if it is not all kept
   */
  Stream<Change> changes(String position, ChangePositions positions, long nowMillis);
}
