package dev.ipam.request;

import dev.ipam.net.Cidr;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to create a subnet pool.
 *
 * @param poolId the id that it shall have
 * @param project the project that it shall belong to
 * @param prefixes the prefixes to cut subnets from, of one family
 * @param minPrefixLength the shortest prefix length of a subnet, or {@code null} for 8 (IPv4) or 64
 * @param maxPrefixLength the longest one, or {@code null} for the family's longest
 * @param defaultPrefixLength the one that a request without a length gets, or {@code null} for the
 *     shortest
 * @param quota how much of it one project may hold, in /32 units (IPv4) or /64 units (IPv6), 0 or
 *     {@code null} for no limit
 * @param scopeId the address scope that it shall belong to, or {@code null}
 * @param shared whether other projects may use it
 * @ipam.rule 5.01..5.09
 * @since 0.1
 */
public record SubnetPoolRequest(
    String poolId,
    String project,
    List<Cidr> prefixes,
    @Nullable Integer minPrefixLength,
    @Nullable Integer maxPrefixLength,
    @Nullable Integer defaultPrefixLength,
    @Nullable BigInteger quota,
    @Nullable String scopeId,
    boolean shared) {
  /**
   * Checks that the pool can exist; {@link SubnetPool#of} makes it.
   *
   * @param poolId the id that it shall have
   * @param project the project that it shall belong to
   * @param prefixes the prefixes to cut subnets from, of one family
   * @param minPrefixLength the shortest prefix length of a subnet, or {@code null} for 8 (IPv4) or
   *     64
   * @param maxPrefixLength the longest one, or {@code null} for the family's longest
   * @param defaultPrefixLength the one that a request without a length gets, or {@code null} for
   *     the shortest
   * @param quota how much of it one project may hold, in /32 units (IPv4) or /64 units (IPv6), or
   *     {@code null} for no limit
   * @param scopeId the address scope that it shall belong to, or {@code null}
   * @param shared whether other projects may use it
   * @throws dev.ipam.error.InvalidSubnetRequestException if there is no prefix, if prefixes are of
   *     both families, if the lengths contradict each other or the family, or if the quota is
   *     negative
   */
  public SubnetPoolRequest {
    Checks.id("subnet pool id", poolId);
    Checks.id("project", project);
    Checks.optionalId("address scope id", scopeId);
    prefixes = List.copyOf(prefixes);
    PoolBounds.define(
        poolId,
        project,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        scopeId,
        shared);
  }

  /**
   * Asks for a pool with defaults.
   *
   * @param poolId the id that it shall have
   * @param prefixes the prefixes
   * @return the request
   */
  public static SubnetPoolRequest of(String poolId, Cidr... prefixes) {
    return new SubnetPoolRequest(
        poolId,
        SubnetRequest.DEFAULT_PROJECT,
        List.of(prefixes),
        null,
        null,
        null,
        null,
        null,
        false);
  }

  /**
   * Returns this request for a project.
   *
   * @param id the project
   * @return the new request
   */
  public SubnetPoolRequest withProject(String id) {
    return new SubnetPoolRequest(
        poolId,
        id,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        scopeId,
        shared);
  }

  /**
   * Returns this request with bounds.
   *
   * @param minimum the shortest prefix length, or {@code null}
   * @param maximum the longest prefix length, or {@code null}
   * @param usual the prefix length of a request without one, or {@code null}
   * @return the new request
   */
  public SubnetPoolRequest withPrefixLengths(
      @Nullable Integer minimum, @Nullable Integer maximum, @Nullable Integer usual) {
    return new SubnetPoolRequest(
        poolId, project, prefixes, minimum, maximum, usual, quota, scopeId, shared);
  }

  /**
   * Returns this request with a quota.
   *
   * @param units how much one project may hold, or {@code null} for no limit
   * @return the new request
   */
  public SubnetPoolRequest withQuota(@Nullable BigInteger units) {
    return new SubnetPoolRequest(
        poolId,
        project,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        units,
        scopeId,
        shared);
  }

  /**
   * Returns this request in an address scope.
   *
   * @param id the scope, or {@code null} for none
   * @return the new request
   */
  public SubnetPoolRequest withScopeId(@Nullable String id) {
    return new SubnetPoolRequest(
        poolId,
        project,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        id,
        shared);
  }

  /**
   * Returns this request, shared with other projects or not.
   *
   * @param withAll whether other projects may use the pool
   * @return the new request
   */
  public SubnetPoolRequest withShared(boolean withAll) {
    return new SubnetPoolRequest(
        poolId,
        project,
        prefixes,
        minPrefixLength,
        maxPrefixLength,
        defaultPrefixLength,
        quota,
        scopeId,
        withAll);
  }
}
