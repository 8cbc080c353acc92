package dev.ipam.request;

import dev.ipam.error.InvalidAddressRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several allocation requests that succeed together or not at all, for example the IPv4 and the
 * IPv6 address of a dual-stack port.
 *
 * @param parts the requests, 1 to {@link #MAX_PARTS}, none of them with a key of its own
 * @param key the idempotency key of the whole, or {@code null}
 * @ipam.rule 3.85..3.88
 * @since 0.1
 */
public record JointRequest(List<AllocationRequest> parts, @Nullable String key) {
  /** How many requests may be joined. */
  public static final int MAX_PARTS = 1_000;

  /**
   * Checks the parts.
   *
   * @param parts the requests, 1 to {@link #MAX_PARTS}, none of them with a key of its own
   * @param key the idempotency key of the whole, or {@code null}
   * @throws InvalidAddressRequestException if there is none, too many, one has a key of its own, or
   *     they ask for more than {@link AddressRequest#MAX_COUNT} addresses in all
   */
  public JointRequest {
    parts = List.copyOf(parts);
    Checks.optionalId("idempotency key", key);
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new InvalidAddressRequestException(
          null, parts.size() + " requests were joined; join 1 to " + MAX_PARTS);
    }
    if (parts.stream().anyMatch(part -> part.key() != null)) {
      throw new InvalidAddressRequestException(
          null, "a joined request has a key of its own; give one key to the whole");
    }
    long count = parts.stream().mapToLong(part -> part.address().count()).sum();
    if (count > AddressRequest.MAX_COUNT) {
      throw new InvalidAddressRequestException(
          null,
          count
              + " addresses were asked for; one request may ask for 1 to "
              + AddressRequest.MAX_COUNT);
    }
  }

  /**
   * Joins requests without a key.
   *
   * @param parts the requests
   * @return the joint request
   */
  public static JointRequest of(AllocationRequest... parts) {
    return new JointRequest(List.of(parts), null);
  }

  /**
   * Returns this request under an idempotency key.
   *
   * @param text the key, or {@code null} for none
   * @return the new request
   */
  public JointRequest withKey(@Nullable String text) {
    return new JointRequest(parts, text);
  }
}
