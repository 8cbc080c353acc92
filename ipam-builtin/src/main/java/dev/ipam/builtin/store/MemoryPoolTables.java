package dev.ipam.builtin.store;

import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The subnet pools and address scopes in memory. */
final class MemoryPoolTables implements PoolTables {
  private static final SortedTree<Cidr, PoolBlock> NONE = SortedTree.natural();

  private final MemoryBatch batch;

  MemoryPoolTables(MemoryBatch batch) {
    this.batch = batch;
  }

  @Override
  public @Nullable SubnetPool pool(String id) {
    return batch.content().pools.get(id);
  }

  @Override
  public void putPool(SubnetPool pool) {
    String id = pool.id();
    batch.tell(steps -> steps.pool(id));
    MemoryContent at = batch.changing();
    at.pools = at.pools.put(id, pool);
  }

  @Override
  public void deletePool(String id) {
    batch.tell(steps -> steps.pool(id));
    MemoryContent at = batch.changing();
    at.pools = at.pools.remove(id);
  }

  @Override
  public void forEachPool(Consumer<SubnetPool> visitor) {
    batch.content().pools.values().forEachRemaining(visitor);
  }

  @Override
  public @Nullable AddressScope scope(String id) {
    return batch.content().scopes.get(id);
  }

  @Override
  public void putScope(AddressScope scope) {
    String id = scope.id();
    batch.tell(steps -> steps.scope(id));
    MemoryContent at = batch.changing();
    at.scopes = at.scopes.put(id, scope);
  }

  @Override
  public void deleteScope(String id) {
    batch.tell(steps -> steps.scope(id));
    MemoryContent at = batch.changing();
    at.scopes = at.scopes.remove(id);
  }

  private SortedTree<Cidr, PoolBlock> blocks(String poolId) {
    SortedTree<Cidr, PoolBlock> blocks = batch.content().blocks.get(poolId);
    return blocks == null ? NONE : blocks;
  }

  @Override
  public void putBlock(String poolId, PoolBlock block) {
    SortedTree<Cidr, PoolBlock> blocks = blocks(poolId).put(block.cidr(), block);
    MemoryContent at = batch.changing();
    at.blocks = at.blocks.put(poolId, blocks);
  }

  @Override
  public void deleteBlock(String poolId, Cidr cidr) {
    SortedTree<Cidr, PoolBlock> left = blocks(poolId).remove(cidr);
    MemoryContent at = batch.changing();
    at.blocks = left.isEmpty() ? at.blocks.remove(poolId) : at.blocks.put(poolId, left);
  }

  @Override
  public void forEachBlock(String poolId, Consumer<PoolBlock> visitor) {
    blocks(poolId).values().forEachRemaining(visitor);
  }

  @Override
  public @Nullable PoolBlock overlapping(String poolId, Cidr block) {
    SortedTree<Cidr, PoolBlock> blocks = blocks(poolId);
    for (int length = block.prefixLength(); length >= 0; length--) {
      PoolBlock around = blocks.get(Cidr.containing(block.first(), length));
      if (around != null) {
        return around;
      }
    }
    // Of those that begin where it does only wider ones come before it, which are none.
    Iterator<PoolBlock> within = blocks.valuesFrom(block);
    PoolBlock next = within.hasNext() ? within.next() : null;
    return next != null && block.contains(next.cidr()) ? next : null;
  }
}
