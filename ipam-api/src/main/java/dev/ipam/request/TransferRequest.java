package dev.ipam.request;

import dev.ipam.net.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to move an allocation to another owner without its being free in between.
 *
 * @param subnetId the subnet
 * @param address the address
 * @param token the token of the allocation as it is now
 * @param newOwner whom it will belong to
 * @param key the idempotency key that makes a retry safe, or {@code null}
 * @ipam.rule 3.89..3.92
 * @since 0.1
 */
public record TransferRequest(
    String subnetId, IpAddress address, long token, String newOwner, @Nullable String key) {
  /**
   * Checks the identifiers.
   *
   * @param subnetId the subnet
   * @param address the address
   * @param token the token of the allocation as it is now
   * @param newOwner whom it will belong to
   * @param key the idempotency key that makes a retry safe, or {@code null}
   */
  public TransferRequest {
    Checks.id("subnet id", subnetId);
    Objects.requireNonNull(address, "address");
    Checks.id("owner", newOwner);
    Checks.optionalId("idempotency key", key);
  }
}
