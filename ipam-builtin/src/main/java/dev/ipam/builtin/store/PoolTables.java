package dev.ipam.builtin.store;

import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of subnet pools and address scopes, as the batch being made leaves them. */
public interface PoolTables {
  /** Returns a pool, or null where there is none of this id. */
  @Nullable SubnetPool pool(String id);

  /** Adds a pool, or replaces it. */
  void putPool(SubnetPool pool);

  /** Deletes a pool, which has no subnets. */
  void deletePool(String id);

  /** Visits all pools. */
  void forEachPool(Consumer<SubnetPool> visitor);

  /** Returns a scope, or null where there is none of this id. */
  @Nullable AddressScope scope(String id);

  /** Adds a scope. */
  void putScope(AddressScope scope);

  /** Deletes a scope. */
  void deleteScope(String id);

  /** Adds a subnet to its pool. */
  void putBlock(String poolId, PoolBlock block);

  /** Takes a subnet from its pool. */
  void deleteBlock(String poolId, Cidr cidr);

  /** Visits the subnets of a pool of which the batch has touched none yet. */
  void forEachBlock(String poolId, Consumer<PoolBlock> visitor);

  /** Returns some subnet of a pool that takes some of a block, or null where none does. */
  @Nullable PoolBlock overlapping(String poolId, Cidr block);
}
