package dev.ipam.error;

/**
 * A subnet was to be removed that still holds allocations.
 *
 * @since 0.1
 */
public final class SubnetInUseException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;
  private final long allocations;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet
   * @param allocations how many allocations it still holds
   */
  public SubnetInUseException(String subnetId, long allocations) {
    super(
        Fault.of(
                "SubnetInUse",
                Category.CONFLICT,
                "Subnet "
                    + quote(subnetId)
                    + " still holds "
                    + counted(allocations, "allocation")
                    + " and was not removed; release them, or remove it with force.")
            .with("subnet_id", subnetId)
            .with("allocations", allocations));
    this.subnetId = subnetId;
    this.allocations = allocations;
  }

  /**
   * Returns the subnet.
   *
   * @return the subnet
   */
  public String subnetId() {
    return subnetId;
  }

  /**
   * Returns how many allocations it still holds.
   *
   * @return how many allocations it still holds
   */
  public long allocations() {
    return allocations;
  }
}
