package dev.ipam.conformance.model;

import java.math.BigInteger;
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
    @Nullable Long nextRested) {}
