package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps on subnet pools and address scopes.
 *
 * @since 0.1
 */
public sealed interface PoolStep extends Step {
  /**
   * Creates a subnet pool.
   *
   * @param id the pool's id
   * @param project its project
   * @param prefixes its prefixes
   * @param min its shortest prefix length, or {@code null}
   * @param max its longest prefix length, or {@code null}
   * @param usual its default prefix length, or {@code null}
   * @param quota its quota in units, or {@code null}
   * @param scope its address scope, or {@code null}
   * @param shared whether it is shared
   */
  record Create(
      String id,
      String project,
      List<Block> prefixes,
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable Integer usual,
      @Nullable BigInteger quota,
      @Nullable String scope,
      boolean shared)
      implements PoolStep {}

  /**
   * Updates a subnet pool; what is {@code null} is kept.
   *
   * @param id the pool
   * @param prefixes all its prefixes, or {@code null}
   * @param min its shortest prefix length, or {@code null}
   * @param max its longest prefix length, or {@code null}
   * @param usual its default prefix length, or {@code null}
   * @param quota its quota, 0 for none, or {@code null}
   * @param scope its address scope, or {@code null}
   * @param shared whether it is shared, or {@code null}
   */
  record Update(
      String id,
      @Nullable List<Block> prefixes,
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable Integer usual,
      @Nullable BigInteger quota,
      @Nullable ScopeWish scope,
      @Nullable Boolean shared)
      implements PoolStep {}

  /**
   * Removes a subnet pool.
   *
   * @param id the pool
   */
  record Remove(String id) implements PoolStep {}

  /**
   * Creates an address scope.
   *
   * @param id the scope's id
   * @param project its project
   * @param bits its family: 32 or 128
   * @param shared whether it is shared
   */
  record CreateScope(String id, String project, int bits, boolean shared) implements PoolStep {}

  /**
   * Removes an address scope.
   *
   * @param id the scope
   */
  record RemoveScope(String id) implements PoolStep {}
}
