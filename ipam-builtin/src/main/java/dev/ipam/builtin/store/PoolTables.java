package dev.ipam.builtin.store;

import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of subnet pools and address scopes, as the batch being made leaves them. */
public interface PoolTables {
  /**
   * Returns a pool.
   *
   * @param id the pool's id
   * @return the pool, or null where there is none
   */
  @Nullable SubnetPool pool(String id);

  /**
   * Adds a pool, or replaces it.
   *
   * @param pool the pool
   */
  void putPool(SubnetPool pool);

  /**
   * Deletes a pool.
   *
   * @param id the pool's id; it has no subnets
   */
  void deletePool(String id);

  /**
   * Visits all pools.
   *
   * @param visitor told of each, in no order
   */
  void forEachPool(Consumer<SubnetPool> visitor);

  /**
   * Returns a scope.
   *
   * @param id the scope's id
   * @return the scope, or null where there is none
   */
  @Nullable AddressScope scope(String id);

  /**
   * Adds a scope.
   *
   * @param scope the scope
   */
  void putScope(AddressScope scope);

  /**
   * Deletes a scope.
   *
   * @param id the scope's id
   */
  void deleteScope(String id);

  /**
   * Adds a subnet to its pool.
   *
   * @param poolId the pool
   * @param block the subnet
   */
  void putBlock(String poolId, PoolBlock block);

  /**
   * Takes a subnet from its pool.
   *
   * @param poolId the pool
   * @param cidr the subnet's CIDR
   */
  void deleteBlock(String poolId, Cidr cidr);

  /**
   * Visits the subnets of a pool of which the batch has touched none yet.
   *
   * @param poolId the pool
   * @param visitor told of each, in the order of their addresses
   */
  void forEachBlock(String poolId, Consumer<PoolBlock> visitor);

  /**
   * Finds a subnet of a pool that takes some of a block.
   *
   * @param poolId the pool
   * @param block the block
   * @return one of them, or null where there is none
   */
  @Nullable PoolBlock overlapping(String poolId, Cidr block);
}
