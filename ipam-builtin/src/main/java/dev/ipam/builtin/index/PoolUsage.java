package dev.ipam.builtin.index;

/**
 * How much of a subnet is used: {@code capacity = free + takenInPools + resting}.
 *
 * @param capacity how many offsets the pools have
 * @param free how many of them can be handed out now
 * @param takenInPools how many of them are taken
 * @param resting how many of them are not taken but rest
 * @param takenOutside how many offsets outside of the pools are taken
 * @since 0.1
 */
public record PoolUsage(
    UInt128 capacity, UInt128 free, long takenInPools, long resting, long takenOutside) {}
