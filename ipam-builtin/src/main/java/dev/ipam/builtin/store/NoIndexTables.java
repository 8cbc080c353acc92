package dev.ipam.builtin.store;

import dev.ipam.builtin.index.ChunkSink;
import dev.ipam.net.IpAddress;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * No stored index: where the allocations are in memory, reading them one by one costs next to
 * nothing, and is seldom done.
 */
final class NoIndexTables implements IndexTables {
  static final NoIndexTables INSTANCE = new NoIndexTables();

  private NoIndexTables() {}

  @Override
  public boolean isStored() {
    return false;
  }

  @Override
  public boolean isUnindexed(StoredSubnet subnet) {
    return true;
  }

  @Override
  public void touch(StoredSubnet subnet, IpAddress address, int state) {}

  @Override
  public void putChunk(StoredSubnet subnet, long chunkHi, long chunkLo, byte[] bytes) {}

  @Override
  public void deleteTouched(StoredSubnet subnet, IpAddress address) {}

  @Override
  public List<IpAddress> touchedAfter(StoredSubnet subnet, @Nullable IpAddress after, int limit) {
    return List.of();
  }

  @Override
  public void forEachChunk(StoredSubnet subnet, ChunkSink sink) {}

  @Override
  public void forEachTouched(StoredSubnet subnet, ObjIntConsumer<IpAddress> visitor) {}

  @Override
  public void markUnindexed(StoredSubnet subnet) {}

  @Override
  public void markIndexed(StoredSubnet subnet) {}

  @Override
  public void deleteIndex(StoredSubnet subnet) {}
}
