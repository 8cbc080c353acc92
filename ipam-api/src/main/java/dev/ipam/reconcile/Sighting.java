package dev.ipam.reconcile;

import dev.ipam.net.IpAddress;
import java.time.Instant;

/**
 * An allocation that was seen leaked, named by its token, so that a later holder of the same
 * address is never taken for it.
 *
 * @param subnetId the subnet
 * @param address the address
 * @param token the allocation's token
 * @param owner the owner that no longer exists
 * @param firstSeen when it was first seen leaked
 * @since 0.1
 */
public record Sighting(
    String subnetId, IpAddress address, long token, String owner, Instant firstSeen) {}
