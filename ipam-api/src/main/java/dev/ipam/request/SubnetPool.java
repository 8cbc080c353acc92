package dev.ipam.request;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.PrefixLengthOutOfBoundsException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subnet pool as it is in the store: prefixes that subnets are cut from, and within which bounds.
 *
 * @param id its id
 * @param project the project that it belongs to
 * @param prefixes its prefixes, of one family: disjoint, as few as possible, in ascending order
 * @param minPrefixLength the shortest prefix length of a subnet
 * @param maxPrefixLength the longest prefix length of a subnet
 * @param defaultPrefixLength the prefix length of a request without one
 * @param quota how much of it one project may hold, in /32 units (IPv4) or /64 units (IPv6), 1 or
 *     more; {@code null} for no limit
 * @param scopeId the address scope that it belongs to, or {@code null}
 * @param shared whether other projects may use it: recorded for the service above, not enforced
 * @ipam.rule 5.01..5.09
 * @since 0.1
 */
public record SubnetPool(
    String id,
    String project,
    List<Cidr> prefixes,
    int minPrefixLength,
    int maxPrefixLength,
    int defaultPrefixLength,
    @Nullable BigInteger quota,
    @Nullable String scopeId,
    boolean shared) {
  /**
   * Checks everything that a subnet pool must be, compacts its prefixes, and takes a quota of 0 as
   * none.
   *
   * @param id its id
   * @param project the project that it belongs to
   * @param prefixes its prefixes
   * @param minPrefixLength the shortest prefix length of a subnet
   * @param maxPrefixLength the longest prefix length of a subnet
   * @param defaultPrefixLength the prefix length of a request without one
   * @param quota how much of it one project may hold, 0 or {@code null} for no limit
   * @param scopeId the address scope that it belongs to, or {@code null}
   * @param shared whether other projects may use it
   * @throws InvalidSubnetRequestException if there is no prefix, if prefixes are of both families,
   *     if the lengths contradict each other or the family, or if the quota is negative
   */
  public SubnetPool {
    Checks.id("subnet pool id", id);
    Checks.id("project", project);
    Checks.optionalId("address scope id", scopeId);
    prefixes = PoolBounds.prefixes(id, prefixes);
    PoolBounds.check(
        id, PoolBounds.family(prefixes), minPrefixLength, maxPrefixLength, defaultPrefixLength);
    quota = PoolBounds.quota(id, quota);
  }

  /**
   * Makes the subnet pool that a request asks for.
   *
   * @param request the request
   * @return the pool
   * @ipam.rule 5.04..5.09
   */
  public static SubnetPool of(SubnetPoolRequest request) {
    return PoolBounds.define(
        request.poolId(),
        request.project(),
        request.prefixes(),
        request.minPrefixLength(),
        request.maxPrefixLength(),
        request.defaultPrefixLength(),
        request.quota(),
        request.scopeId(),
        request.shared());
  }

  /**
   * Returns this pool after an update.
   *
   * @param update the update
   * @return the new state; equal to this one where nothing changes
   * @throws InvalidSubnetRequestException if the result is not a pool that can exist, or its
   *     prefixes are of the other family
   * @ipam.rule 5.26..5.28
   */
  public SubnetPool after(SubnetPoolUpdate update) {
    return PoolBounds.update(this, update);
  }

  /**
   * Returns the family of the pool's prefixes.
   *
   * @return the family
   */
  public IpFamily family() {
    return PoolBounds.family(prefixes);
  }

  /**
   * Returns the space of the pool's prefixes.
   *
   * @return the amount
   */
  public QuotaUnits capacity() {
    return prefixes.stream().map(QuotaUnits::of).reduce(QuotaUnits.ZERO, QuotaUnits::plus);
  }

  /**
   * Returns the prefix length that a request for any block gets, if the pool's bounds and family
   * allow the request.
   *
   * @param request the request
   * @return its prefix length, or the pool's default
   * @throws PrefixLengthOutOfBoundsException if the length is outside the bounds
   * @throws InvalidSubnetRequestException if the request or its gateway is of the other family
   * @ipam.rule 5.15 5.18..5.20 5.36
   */
  public int prefixLengthFor(AnySubnetRequest request) {
    Integer asked = request.prefixLength();
    int length = asked == null ? defaultPrefixLength : asked;
    checkBounds(length);
    if (request.family() != null) {
      checkFamily(request, request.family(), "the request");
    }
    if (request.settings().gateway() instanceof GatewayChoice.Explicit gateway) {
      checkFamily(request, gateway.address().family(), "gateway " + gateway.address());
    }
    return length;
  }

  /**
   * Checks a request for one CIDR against the pool's bounds and family.
   *
   * @param request the request
   * @throws PrefixLengthOutOfBoundsException if the CIDR's prefix length is outside the bounds
   * @throws InvalidSubnetRequestException if the CIDR is of the other family
   * @ipam.rule 5.18..5.20
   */
  public void check(SpecificSubnetRequest request) {
    checkBounds(request.cidr().prefixLength());
    checkFamily(request, request.cidr().family(), "CIDR " + request.cidr());
  }

  /**
   * Checks the quota of a project that asks for a block.
   *
   * @param asking the project
   * @param used what it holds of this pool
   * @param prefixLength the prefix length of the block
   * @throws QuotaExceededException if it would hold more than the quota
   * @ipam.rule 5.21..5.23
   */
  public void checkQuota(String asking, QuotaUnits used, int prefixLength) {
    if (quota == null) {
      return;
    }
    QuotaUnits requested = QuotaUnits.of(family(), prefixLength);
    if (used.plus(requested).compareTo(QuotaUnits.of(quota)) > 0) {
      throw new QuotaExceededException(
          id, asking, used.toString(), requested.toString(), quota.toString());
    }
  }

  /**
   * Checks that the pool may belong to a scope, as far as the two can tell by themselves.
   *
   * @param scope the scope that the pool names
   * @throws InvalidSubnetRequestException if it is of the other family
   * @ipam.rule 5.32
   */
  public void check(AddressScope scope) {
    if (scope.family() != family()) {
      throw PoolBounds.refused(
          id,
          "its prefixes are "
              + family()
              + ", but address scope \""
              + scope.id()
              + "\" is for "
              + scope.family());
    }
  }

  /**
   * Returns the whole definition by names in lower_snake_case, as {@link
   * dev.ipam.error.SubnetPoolAlreadyExistsException} carries it: strings, numbers, and lists of
   * strings; what is {@code null} is left out.
   *
   * @return a map in a fixed order
   */
  public Map<String, Object> definition() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("project", project);
    fields.put("prefixes", prefixes.stream().map(Cidr::toString).toList());
    fields.put("min_prefix_length", minPrefixLength);
    fields.put("max_prefix_length", maxPrefixLength);
    fields.put("default_prefix_length", defaultPrefixLength);
    if (quota != null) {
      fields.put("quota", quota);
    }
    if (scopeId != null) {
      fields.put("scope_id", scopeId);
    }
    fields.put("shared", Boolean.toString(shared));
    return fields;
  }

  private void checkBounds(int length) {
    if (length < minPrefixLength || length > maxPrefixLength) {
      throw new PrefixLengthOutOfBoundsException(id, length, minPrefixLength, maxPrefixLength);
    }
  }

  private void checkFamily(SubnetRequest request, IpFamily asked, String what) {
    if (asked != family()) {
      throw new InvalidSubnetRequestException(
          "subnet \"" + request.subnetId() + "\"",
          what + " is for " + asked + ", but subnet pool \"" + id + "\" is " + family());
    }
  }
}
