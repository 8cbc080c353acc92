package dev.ipam.request;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a subnet is. {@code capacity = free + allocated + resting} holds exactly.
 *
 * @param subnetId the subnet
 * @param capacity the addresses in its allocation pools
 * @param allocated those of them that are allocated
 * @param free those of them that can be handed out now
 * @param resting those of them that were released and still rest
 * @param outsidePools the addresses that are allocated outside the pools
 * @param nextRested when the first resting one will have rested, or {@code null} where none rests
 * @ipam.rule 3.55..3.67
 * @ipam.rule 3.68..3.74
 * @since 0.1
 */
public record Usage(
    String subnetId,
    BigInteger capacity,
    BigInteger allocated,
    BigInteger free,
    BigInteger resting,
    BigInteger outsidePools,
    @Nullable Instant nextRested) {
  /**
   * Checks that the numbers add up.
   *
   * @param subnetId the subnet
   * @param capacity the addresses in its allocation pools
   * @param allocated those of them that are allocated
   * @param free those of them that can be handed out now
   * @param resting those of them that were released and still rest
   * @param outsidePools the addresses that are allocated outside the pools
   * @param nextRested when the first resting one will have rested, or {@code null} where none rests
   */
  public Usage {
    if (!capacity.equals(allocated.add(free).add(resting))
        || allocated.signum() < 0
        || free.signum() < 0
        || resting.signum() < 0
        || outsidePools.signum() < 0) {
      throw new IllegalArgumentException(
          "capacity %s, allocated %s, free %s, resting %s, outside pools %s"
              .formatted(capacity, allocated, free, resting, outsidePools));
    }
  }
}
