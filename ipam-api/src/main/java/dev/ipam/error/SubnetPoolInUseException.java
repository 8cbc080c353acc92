package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * A subnet pool was to be removed, or to lose a prefix, while subnets take space of it.
 *
 * @since 0.1
 */
public final class SubnetPoolInUseException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final long subnets;
  private final @Nullable String subnetId;

  private SubnetPoolInUseException(Fault fault, String poolId, long subnets, @Nullable String id) {
    super(fault);
    this.poolId = poolId;
    this.subnets = subnets;
    this.subnetId = id;
  }

  /**
   * Makes the exception for a pool that was to be removed.
   *
   * @param poolId the subnet pool
   * @param subnets how many subnets it has
   * @return the exception
   */
  public static SubnetPoolInUseException removal(String poolId, long subnets) {
    Fault fault =
        Fault.of(
                "SubnetPoolInUse",
                Category.CONFLICT,
                "Subnet pool "
                    + quote(poolId)
                    + " still has "
                    + counted(subnets, "subnet")
                    + " and was not removed; remove them first.")
            .with("pool_id", poolId)
            .with("subnets", subnets);
    return new SubnetPoolInUseException(fault, poolId, subnets, null);
  }

  /**
   * Makes the exception for a prefix that was to be dropped.
   *
   * @param poolId the subnet pool
   * @param dropped the part of its prefixes that was to be dropped
   * @param subnetId a subnet that takes space of that part
   * @param cidr the subnet's CIDR
   * @return the exception
   */
  public static SubnetPoolInUseException drop(
      String poolId, String dropped, String subnetId, String cidr) {
    Fault fault =
        Fault.of(
                "SubnetPoolInUse",
                Category.CONFLICT,
                "Subnet pool "
                    + quote(poolId)
                    + " was not changed: it would lose "
                    + dropped
                    + ", where subnet "
                    + quote(subnetId)
                    + " is ("
                    + cidr
                    + "); remove that subnet first, or keep the prefix.")
            .with("pool_id", poolId)
            .with("prefix", dropped)
            .with("subnet_id", subnetId)
            .with("cidr", cidr);
    return new SubnetPoolInUseException(fault, poolId, 1, subnetId);
  }

  /**
   * Returns the subnet pool.
   *
   * @return the subnet pool
   */
  public String poolId() {
    return poolId;
  }

  /**
   * Returns how many subnets are known to stand in the way.
   *
   * @return all subnets of the pool for a removal, 1 for a prefix that was to be dropped
   */
  public long subnets() {
    return subnets;
  }

  /**
   * Returns a subnet that takes space of the prefix that was to be dropped.
   *
   * @return the subnet, or {@code null} for a removal
   */
  public @Nullable String subnetId() {
    return subnetId;
  }
}
