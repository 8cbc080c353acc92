package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * Steps on subnets.
 *
 * @since 0.1
 */
public sealed interface SubnetStep extends Step {
  /**
   * Creates a subnet.
   *
   * @param id the subnet's id
   * @param project its project
   * @param cidr its CIDR, or {@code null} for any block of a pool
   * @param bits the family expected of any block (32 or 128), or {@code null}
   * @param length the prefix length of any block, or {@code null}
   * @param pool the subnet pool, or {@code null}
   * @param gateway its gateway
   * @param pools its allocation pools
   * @param policy its policy
   * @param rest its rest duration in milliseconds
   * @param key the idempotency key, or {@code null}
   */
  record Create(
      String id,
      String project,
      @Nullable Block cidr,
      @Nullable Integer bits,
      @Nullable Integer length,
      @Nullable String pool,
      GatewayWish gateway,
      PoolsWish pools,
      String policy,
      long rest,
      @Nullable String key)
      implements SubnetStep {}

  /**
   * Updates a subnet.
   *
   * @param id the subnet
   * @param gateway its new gateway, or {@code null} to keep it
   * @param pools its new pools, or {@code null} to keep them
   */
  record Update(String id, @Nullable GatewayWish gateway, @Nullable PoolsWish pools)
      implements SubnetStep {}

  /**
   * Removes a subnet.
   *
   * @param id the subnet
   * @param force whether its allocations go along
   */
  record Remove(String id, boolean force) implements SubnetStep {}
}
