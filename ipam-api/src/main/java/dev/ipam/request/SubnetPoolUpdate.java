package dev.ipam.request;

import dev.ipam.net.Cidr;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change to a subnet pool; what is {@code null} stays as it is.
 *
 * <p>Changed lengths and a changed quota bind later requests only. Whether the resulting pool is
 * one that can exist is judged by {@link SubnetPool#after}.
 *
 * @param poolId the subnet pool
 * @param prefixes all its prefixes from now on, or {@code null} to keep them
 * @param minPrefixLength the shortest prefix length, or {@code null} to keep it
 * @param maxPrefixLength the longest prefix length, or {@code null} to keep it
 * @param defaultPrefixLength the prefix length of a request without one, or {@code null} to keep it
 * @param quota how much of it one project may hold, 0 for no limit, or {@code null} to keep it
 * @param scope its address scope, or {@code null} to keep it
 * @param shared whether other projects may use it, or {@code null} to keep that
 * @ipam.rule 5.26..5.28
 * @since 0.1
 */
public record SubnetPoolUpdate(
    String poolId,
    @Nullable List<Cidr> prefixes,
    @Nullable Integer minPrefixLength,
    @Nullable Integer maxPrefixLength,
    @Nullable Integer defaultPrefixLength,
    @Nullable BigInteger quota,
    @Nullable ScopeChoice scope,
    @Nullable Boolean shared) {
  /**
   * Checks the id and copies the prefixes.
   *
   * @param poolId the subnet pool
   * @param prefixes all its prefixes from now on, or {@code null} to keep them
   * @param minPrefixLength the shortest prefix length, or {@code null} to keep it
   * @param maxPrefixLength the longest prefix length, or {@code null} to keep it
   * @param defaultPrefixLength the prefix length of a request without one, or {@code null} to keep
   *     it
   * @param quota how much of it one project may hold, 0 for no limit, or {@code null} to keep it
   * @param scope its address scope, or {@code null} to keep it
   * @param shared whether other projects may use it, or {@code null} to keep that
   */
  public SubnetPoolUpdate {
    Checks.id("subnet pool id", poolId);
    prefixes = prefixes == null ? null : List.copyOf(prefixes);
  }

  /**
   * Changes nothing yet.
   *
   * @param poolId the subnet pool
   * @return the update
   */
  public static SubnetPoolUpdate of(String poolId) {
    return new SubnetPoolUpdate(poolId, null, null, null, null, null, null, null);
  }

  /**
   * Returns this update with prefixes.
   *
   * @param all all prefixes of the pool from then on
   * @return the new update
   */
  public SubnetPoolUpdate withPrefixes(List<Cidr> all) {
    return new SubnetPoolUpdate(
        poolId, all, minPrefixLength, maxPrefixLength, defaultPrefixLength, quota, scope, shared);
  }

  /**
   * Returns this update with prefix lengths.
   *
   * @param minimum the shortest prefix length, or {@code null} to keep it
   * @param maximum the longest prefix length, or {@code null} to keep it
   * @param usual the prefix length of a request without one, or {@code null} to keep it
   * @return the new update
   */
  public SubnetPoolUpdate withPrefixLengths(
      @Nullable Integer minimum, @Nullable Integer maximum, @Nullable Integer usual) {
    return new SubnetPoolUpdate(poolId, prefixes, minimum, maximum, usual, quota, scope, shared);
  }

  /**
   * Returns this update with a quota.
   *
   * @param units how much of the pool one project may hold, 0 for no limit
   * @return the new update
   */
  public SubnetPoolUpdate withQuota(BigInteger units) {
    return new SubnetPoolUpdate(
        poolId,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        units,
        scope,
        shared);
  }

  /**
   * Returns this update with an address scope.
   *
   * @param choice the scope, or none
   * @return the new update
   */
  public SubnetPoolUpdate withScope(ScopeChoice choice) {
    return new SubnetPoolUpdate(
        poolId,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        choice,
        shared);
  }

  /**
   * Returns this update, sharing the pool with other projects or not.
   *
   * @param withAll whether other projects may use the pool
   * @return the new update
   */
  public SubnetPoolUpdate withShared(boolean withAll) {
    return new SubnetPoolUpdate(
        poolId,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        scope,
        withAll);
  }
}
