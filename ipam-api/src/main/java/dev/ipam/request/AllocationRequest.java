package dev.ipam.request;

import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for one or more addresses, from the first of some candidate subnets that can serve it.
 *
 * <p>Made with {@link #any}, {@link #specific} or {@link #of}, refined with the {@code with…}
 * methods.
 *
 * @param subnetIds the candidate subnets in order of preference; usually one. An empty list is a
 *     request that nothing can serve
 * @param address which address is wanted
 * @param owner whom the address will belong to: opaque, up to 255 characters, or {@code null}
 * @param key the idempotency key that makes a retry safe, up to 255 characters, or {@code null}
 * @param context whom the address is for
 * @ipam.rule 4.01..4.13
 * @ipam.rule 3.44..3.54
 * @since 0.1
 */
public record AllocationRequest(
    List<String> subnetIds,
    AddressRequest address,
    @Nullable String owner,
    @Nullable String key,
    AllocationContext context) {
  /**
   * Checks the identifiers.
   *
   * @param subnetIds the candidate subnets in order of preference; usually one. An empty list is a
   *     request that nothing can serve
   * @param address which address is wanted
   * @param owner whom the address will belong to: opaque, up to 255 characters, or {@code null}
   * @param key the idempotency key that makes a retry safe, up to 255 characters, or {@code null}
   * @param context whom the address is for
   */
  public AllocationRequest {
    subnetIds = List.copyOf(subnetIds);
    subnetIds.forEach(id -> Checks.id("subnet id", id));
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(context, "context");
    Checks.optionalId("owner", owner);
    Checks.optionalId("idempotency key", key);
  }

  /**
   * Asks for addresses of the given kind.
   *
   * @param address which address is wanted
   * @param subnetIds the candidate subnets in order of preference
   * @return the request
   */
  public static AllocationRequest of(AddressRequest address, String... subnetIds) {
    return new AllocationRequest(List.of(subnetIds), address, null, null, AllocationContext.NONE);
  }

  /**
   * Asks for some free address.
   *
   * @param subnetIds the candidate subnets in order of preference
   * @return the request
   */
  public static AllocationRequest any(String... subnetIds) {
    return of(new AddressRequest.Any(), subnetIds);
  }

  /**
   * Asks for exactly this address.
   *
   * @param subnetId the subnet
   * @param address the address
   * @return the request
   */
  public static AllocationRequest specific(String subnetId, IpAddress address) {
    return of(new AddressRequest.Specific(address), subnetId);
  }

  /**
   * Asks for several free addresses, all or none.
   *
   * @param subnetId the subnet
   * @param count how many
   * @return the request
   */
  public static AllocationRequest bulk(String subnetId, int count) {
    return of(new AddressRequest.Bulk(count), subnetId);
  }

  /**
   * Returns the only candidate: what a driver without the capability {@code GROUPS} can serve.
   *
   * @return the subnet's id
   * @throws NoAddressAvailableException if no candidate is named
   * @throws UnsupportedException if several are named, {@code GROUPS} being what is missing
   * @ipam.rule 4.09
   */
  public String onlySubnetId() {
    if (subnetIds.isEmpty()) {
      throw new NoAddressAvailableException(
          subnetIds, BigInteger.valueOf(address.count()), BigInteger.ZERO, BigInteger.ZERO, null);
    }
    if (subnetIds.size() > 1) {
      throw new UnsupportedException(
          "GROUPS", "allocate from several candidate subnets in one call");
    }
    return subnetIds.get(0);
  }

  /**
   * Returns this request for other candidates.
   *
   * @param ids the candidate subnets in order of preference
   * @return the new request
   */
  public AllocationRequest withSubnetIds(List<String> ids) {
    return new AllocationRequest(ids, address, owner, key, context);
  }

  /**
   * Returns this request for an owner.
   *
   * @param id the owner, or {@code null} for none
   * @return the new request
   */
  public AllocationRequest withOwner(@Nullable String id) {
    return new AllocationRequest(subnetIds, address, id, key, context);
  }

  /**
   * Returns this request under an idempotency key.
   *
   * @param text the key, or {@code null} for none
   * @return the new request
   */
  public AllocationRequest withKey(@Nullable String text) {
    return new AllocationRequest(subnetIds, address, owner, text, context);
  }

  /**
   * Returns this request with a context.
   *
   * @param whom whom the address is for
   * @return the new request
   */
  public AllocationRequest withContext(AllocationContext whom) {
    return new AllocationRequest(subnetIds, address, owner, key, whom);
  }
}
