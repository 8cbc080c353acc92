package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store that follows another one was told of idempotency keys, while it cannot know yet what
 * all is held under them: the allocations that came with a key, the keys' own records, and which
 * keys have to be settled. Empty in a store that follows nobody.
 *
 * <p>What is read is what was committed before the batch being made.
 */
public interface CarrierTables {
  /**
   * An address that is held under a key.
   *
   * @param number the subnet's number
   * @param subnetId the subnet's id
   * @param address the address
   */
  record Carrier(long number, String subnetId, IpAddress address) {}

  /** Tells whether an allocation came with a key. */
  boolean has(String key);

  /** Notes an allocation that came with a key. */
  void put(StoredSubnet subnet, Allocation allocation);

  /** Forgets an allocation that came with a key. */
  void delete(String key, long token);

  /** Returns what came with a key, in the order of tokens. */
  List<Carrier> of(String key);

  /** Notes that a key must be settled, and its record where it came. */
  void note(String key, SnapshotRecord.@Nullable KeyRecord declared);

  /** Returns the record of a key that must be settled, or null where it has not come. */
  SnapshotRecord.@Nullable KeyRecord declared(String key);

  /** Returns keys that must be settled, no more than a limit. */
  List<String> unsettled(int limit);

  /** Forgets that a key must be settled. */
  void settled(String key);

  /** Forgets everything of a key. */
  void forget(String key);

  /** Forgets everything. */
  void clear();
}
