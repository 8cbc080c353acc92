package dev.ipam.builtin.store;

import dev.ipam.error.IpamException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.spi.AuthorityState;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of a store as the one thread that writes sees them: what is committed, and over it
 * what the batch being made changes.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface Tables {
  /** An allocation and the row of its subnet. */
  record Held(StoredSubnet subnet, Allocation allocation) {}

  /** A removed subnet, and up to where its rows have been deleted. */
  record Removed(StoredSubnet subnet, @Nullable IpAddress doneTo) {}

  /** Returns what must never be given out again. */
  Marks marks();

  /** Sets the marks. */
  void setMarks(Marks marks);

  /** Returns whether the store is the authority, as it is stored. */
  AuthorityState authority();

  /** Sets whether the store is the authority. */
  void setAuthority(AuthorityState state);

  /** Returns the row of a subnet, or null where there is none of this id. */
  @Nullable StoredSubnet subnet(String id);

  /** Adds the row of a subnet, and that of its pass where it has passes. */
  void addSubnet(StoredSubnet subnet);

  /** Adds or replaces the row of a subnet. */
  void putSubnet(StoredSubnet subnet);

  /**
   * Deletes the row of a subnet, its pass and its rests; its allocations are dead with it.
   *
   * @param subnet the subnet
   * @param hasAllocations whether {@link #forEachRemoved} shall list it until its allocations are
   *     deleted
   */
  void deleteSubnet(StoredSubnet subnet, boolean hasAllocations);

  /** Returns an allocation, or null where the address is not allocated. */
  @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address);

  /** Adds an allocation of an address that is not allocated. */
  void putAllocation(StoredSubnet subnet, Allocation allocation);

  /** Deletes an allocation. */
  void deleteAllocation(StoredSubnet subnet, Allocation allocation);

  /** Returns everything that an owner holds, ordered by subnet id and address. */
  List<Held> heldBy(String owner);

  /** Visits the addresses that are allocated in a subnet that the batch has not touched yet. */
  void forEachAllocated(StoredSubnet subnet, Consumer<IpAddress> visitor);

  /** Visits the removed subnets whose allocations have not all been deleted. */
  void forEachRemoved(BiConsumer<StoredSubnet, @Nullable IpAddress> visitor);

  /** Returns the next allocations of a removed subnet, no more than a limit. */
  List<Allocation> nextOfRemoved(Removed removed, int limit);

  /** Notes how far the allocations of a removed subnet have been deleted, or that all have been. */
  void noteRemoved(Removed removed, boolean done);

  /** Makes the error for records that contradict each other. */
  StoreCorruptException contradiction(String table, String row, String problem);

  /** Returns the stored indexes, whose changes are of the same batch. */
  IndexTables index();

  /** Returns the tables of subnet pools and address scopes, whose changes are of the same batch. */
  PoolTables pools();

  /** Returns the tables of passes, whose changes are of the same batch. */
  PassTables passes();

  /** Returns the tables of idempotency keys, whose changes are of the same batch. */
  KeyTables keys();

  /** Returns the table of what rests, whose changes are of the same batch. */
  RestTables rests();

  /** Returns what a store that follows another one was told of keys, of the same batch. */
  CarrierTables carriers();

  /** Begins something that may be rolled back, other than changes of pools and scopes. */
  void mark();

  /** Keeps what was done since {@link #mark}. */
  void release();

  /** Undoes what was done since {@link #mark}. */
  void rollback();

  /** Tells whether the batch changes anything. */
  boolean isDirty();

  /** Tells whether anything can be written at all: not by who reads beside the writer. */
  boolean isWritable();

  /** Returns the batch's length in bytes, which grows with every change. */
  int size();

  /**
   * Writes the batch and begins the next one.
   *
   * @throws dev.ipam.error.UnavailableException with an unknown outcome, if it cannot be written;
   *     the tables must be closed then
   */
  void commit();

  /** Returns what reads these tables beside the writer. */
  Reads reads();

  /**
   * Closes the tables once nobody is inside.
   *
   * @param why makes the error for whoever still uses them
   */
  void close(Supplier<? extends IpamException> why);
}
