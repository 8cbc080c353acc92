package dev.ipam.builtin.store;

import dev.ipam.net.Cidr;

/**
 * A subnet of a subnet pool, as the table by pool holds it.
 *
 * @param cidr the space that it takes
 * @param subnetId its id
 * @param project the project whose quota it counts against
 */
public record PoolBlock(Cidr cidr, String subnetId, String project) {}
