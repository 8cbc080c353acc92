package dev.ipam.builtin.store;

import java.util.List;

/**
 * What an idempotency key is bound to.
 *
 * @param fingerprint the digest of the request, 32 hexadecimal digits
 * @param operation what the request was
 * @param parts what it was given, in order; one but for a joint request
 */
public record KeyRecord(String fingerprint, Operation operation, List<Part> parts) {
  /** What a keyed request was. */
  public enum Operation {
    /** It created a subnet; its part has no addresses. */
    CREATE_SUBNET,
    /** It allocated. */
    ALLOCATE,
    /** It allocated over several subnets. */
    ALLOCATE_TOGETHER,
    /** It transferred an allocation. */
    TRANSFER
  }

  /**
   * What was taken from one subnet.
   *
   * @param number the subnet's number
   * @param subnetId the subnet's id
   * @param count how many addresses were allocated
   * @param released how many of them are no longer held under the key
   */
  public record Part(long number, String subnetId, int count, int released) {}

  /** Copies the parts. */
  public KeyRecord {
    parts = List.copyOf(parts);
  }
}
