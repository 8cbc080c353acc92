package dev.ipam.request;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How full a subnet pool is, in quota units. {@code capacity = free + allocated} holds exactly, and
 * the projects' shares add up to {@code allocated}.
 *
 * @param poolId the subnet pool
 * @param capacity the space of its prefixes
 * @param allocated what its subnets take of it
 * @param free the rest
 * @param byProject what each project's subnets take, by project in ascending order; none is zero
 * @param subnets how many subnets come from it
 * @ipam.rule 5.29
 * @since 0.1
 */
public record PoolUsage(
    String poolId,
    QuotaUnits capacity,
    QuotaUnits allocated,
    QuotaUnits free,
    SortedMap<String, QuotaUnits> byProject,
    long subnets) {
  /**
   * Checks that the numbers add up.
   *
   * @param poolId the subnet pool
   * @param capacity the space of its prefixes
   * @param allocated what its subnets take of it
   * @param free the rest
   * @param byProject what each project's subnets take
   * @param subnets how many subnets come from it
   */
  public PoolUsage {
    Checks.id("subnet pool id", poolId);
    byProject = Collections.unmodifiableSortedMap(new TreeMap<>(byProject));
    QuotaUnits shares = byProject.values().stream().reduce(QuotaUnits.ZERO, QuotaUnits::plus);
    if (!capacity.equals(allocated.plus(free)) || !shares.equals(allocated) || subnets < 0) {
      throw new IllegalArgumentException(
          "capacity %s, allocated %s (%s by project), free %s, %d subnets"
              .formatted(capacity, allocated, shares, free, subnets));
    }
  }

  /**
   * Makes the usage of a pool from what its projects hold.
   *
   * @param pool the subnet pool
   * @param byProject what each project's subnets take; those at zero are left out
   * @param subnets how many subnets come from it
   * @return the usage
   */
  public static PoolUsage of(SubnetPool pool, Map<String, QuotaUnits> byProject, long subnets) {
    SortedMap<String, QuotaUnits> shares = new TreeMap<>(byProject);
    shares.values().removeIf(QuotaUnits::isZero);
    QuotaUnits allocated = shares.values().stream().reduce(QuotaUnits.ZERO, QuotaUnits::plus);
    QuotaUnits capacity = pool.capacity();
    return new PoolUsage(
        pool.id(), capacity, allocated, capacity.minus(allocated), shares, subnets);
  }
}
