package dev.ipam.cli.plan;

import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one subnet pool.
 *
 * @param line where it stands in the plan
 * @param create how it is created, or {@code null} where it exists
 * @param update how it is changed, or {@code null} where it stays as it is
 * @param resulting the pool as it will be
 */
record PoolWork(
    int line,
    @Nullable SubnetPoolRequest create,
    @Nullable SubnetPoolUpdate update,
    SubnetPool resulting) {}
