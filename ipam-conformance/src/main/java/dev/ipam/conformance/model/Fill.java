package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How full a subnet is, as the model sees it.
 *
 * @param subnet the subnet
 * @param capacity the addresses in its pools
 * @param allocated those that are allocated
 * @param free those that can be handed out
 * @param resting those that rest
 * @param outside the allocations outside the pools
 * @param nextRested when the first resting one has rested, in milliseconds, or {@code null}
 * @since 0.1
 */
public record Fill(
    String subnet,
    BigInteger capacity,
    BigInteger allocated,
    BigInteger free,
    BigInteger resting,
    BigInteger outside,
    @Nullable Long nextRested) {
  /** Whether a driver may answer so; when the first has rested it knows better than the model. */
  boolean admits(Fill answered) {
    return capacity.equals(answered.capacity)
        && allocated.equals(answered.allocated)
        && free.equals(answered.free)
        && resting.equals(answered.resting)
        && outside.equals(answered.outside)
        && subnet.equals(answered.subnet)
        && admitsMoment(answered);
  }

  boolean admitsMoment(Fill answered) {
    boolean unknown = nextRested == null && resting.signum() > 0;
    return unknown ? answered.nextRested != null : Objects.equals(nextRested, answered.nextRested);
  }
}
