package dev.ipam.request;

import dev.ipam.net.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to release an address.
 *
 * <p>With an owner or a token it releases that allocation only, so that a late second release
 * cannot take a reused address from its new owner.
 *
 * @param subnetId the subnet
 * @param address the address
 * @param owner the owner that the allocation must have, or {@code null} for whichever
 * @param token the token that the allocation must have, or {@code null} for whichever
 * @ipam.rule 3.34..3.37
 * @since 0.1
 */
public record ReleaseRequest(
    String subnetId, IpAddress address, @Nullable String owner, @Nullable Long token) {
  /**
   * Checks the identifiers.
   *
   * @param subnetId the subnet
   * @param address the address
   * @param owner the owner that the allocation must have, or {@code null} for whichever
   * @param token the token that the allocation must have, or {@code null} for whichever
   */
  public ReleaseRequest {
    Checks.id("subnet id", subnetId);
    Objects.requireNonNull(address, "address");
    Checks.optionalId("owner", owner);
  }

  /**
   * Asks for a release whoever holds the address.
   *
   * @param subnetId the subnet
   * @param address the address
   * @return the request
   */
  public static ReleaseRequest of(String subnetId, IpAddress address) {
    return new ReleaseRequest(subnetId, address, null, null);
  }

  /**
   * Asks for the release of exactly this allocation.
   *
   * @param allocation the allocation
   * @return the request, by the allocation's token
   */
  public static ReleaseRequest of(Allocation allocation) {
    return new ReleaseRequest(
        allocation.subnetId(), allocation.address(), null, allocation.token());
  }

  /**
   * Returns this request for one owner's allocation only.
   *
   * @param id the owner
   * @return the new request
   */
  public ReleaseRequest withOwner(String id) {
    return new ReleaseRequest(subnetId, address, id, token);
  }

  /**
   * Returns this request for the allocation with one token only.
   *
   * @param number the token
   * @return the new request
   */
  public ReleaseRequest withToken(long number) {
    return new ReleaseRequest(subnetId, address, owner, number);
  }
}
