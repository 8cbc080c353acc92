package dev.ipam.request;

import dev.ipam.net.IpAddress;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address that is held.
 *
 * @param subnetId the subnet
 * @param address the address
 * @param owner whom it belongs to, or {@code null}
 * @param allocatedAt when it was allocated, in whole milliseconds
 * @param kind the kind of request that it came from
 * @param token a number, at least 1, that names this allocation and never comes again in the store;
 *     a later allocation has a larger one
 * @param key the idempotency key that it is held under, or {@code null}
 * @param context whom it is for
 * @ipam.rule 3.38..3.43
 * @since 0.1
 */
public record Allocation(
    String subnetId,
    IpAddress address,
    @Nullable String owner,
    Instant allocatedAt,
    RequestKind kind,
    long token,
    @Nullable String key,
    AllocationContext context) {
  private static final int NANOS_OF_MILLI = 1_000_000;

  /**
   * Checks the identifiers, the token and the time.
   *
   * @param subnetId the subnet
   * @param address the address
   * @param owner whom it belongs to, or {@code null}
   * @param allocatedAt when it was allocated, in whole milliseconds
   * @param kind the kind of request that it came from
   * @param token a number, at least 1, that names this allocation and never comes again in the
   *     store; a later allocation has a larger one
   * @param key the idempotency key that it is held under, or {@code null}
   * @param context whom it is for
   */
  @SuppressWarnings("JavaInstantGetSecondsGetNano") // Of which second they are makes no difference.
  public Allocation {
    Checks.id("subnet id", subnetId);
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(context, "context");
    Checks.optionalId("owner", owner);
    Checks.optionalId("idempotency key", key);
    if (token < 1 || allocatedAt.getNano() % NANOS_OF_MILLI != 0) {
      throw new IllegalArgumentException("token " + token + ", allocated at " + allocatedAt);
    }
  }
}
