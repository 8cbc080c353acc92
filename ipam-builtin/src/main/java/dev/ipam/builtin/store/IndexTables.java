package dev.ipam.builtin.store;

import dev.ipam.builtin.index.ChunkSink;
import dev.ipam.net.IpAddress;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of the subnets' indexes: chunks of what is taken, and over them the addresses
 * that were taken or released since their chunk was written.
 *
 * <p>Both are written with the allocations they belong to, so that together they always say what
 * the allocations say; only a subnet that is marked as unindexed has to be read one by one.
 */
public interface IndexTables {
  /** The state of a touched address. */
  int FREE = 0;

  /** The state of a touched address. */
  int TAKEN = 1;

  /** Tells whether an index is stored at all; where it is not, subnets are read one by one. */
  default boolean isStored() {
    return true;
  }

  /** Says that an address was taken or released. */
  void touch(StoredSubnet subnet, IpAddress address, int state);

  /** Writes a chunk; what was touched in it up to now is for the caller to delete. */
  void putChunk(StoredSubnet subnet, long chunkHi, long chunkLo, byte[] bytes);

  /** Deletes what was said of a touched address. */
  void deleteTouched(StoredSubnet subnet, IpAddress address);

  /** Returns the touched addresses after one, or from the first, no more than a limit. */
  List<IpAddress> touchedAfter(StoredSubnet subnet, @Nullable IpAddress after, int limit);

  /** Gives the chunks of a subnet that the batch has not touched yet. */
  void forEachChunk(StoredSubnet subnet, ChunkSink sink);

  /** Gives the touched addresses of a subnet that the batch has not touched yet. */
  void forEachTouched(StoredSubnet subnet, ObjIntConsumer<IpAddress> visitor);

  /** Tells whether the chunks of a subnet are not all written yet. */
  boolean isUnindexed(StoredSubnet subnet);

  /** Says that the chunks of a subnet are not all written, so that it is read one by one. */
  void markUnindexed(StoredSubnet subnet);

  /** Says that all chunks of a subnet have been written. */
  void markIndexed(StoredSubnet subnet);

  /** Deletes everything that is stored of a subnet's index. */
  void deleteIndex(StoredSubnet subnet);
}
