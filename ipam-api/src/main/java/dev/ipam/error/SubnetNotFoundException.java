package dev.ipam.error;

/**
 * A subnet was named that the store does not hold.
 *
 * @since 0.1
 */
public final class SubnetNotFoundException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;

  /**
   * Makes the exception.
   *
   * @param subnetId the id that was asked for
   */
  public SubnetNotFoundException(String subnetId) {
    super(
        Fault.of(
                "SubnetNotFound",
                Category.NOT_FOUND,
                "Subnet " + quote(subnetId) + " does not exist; create it first, or check the id.")
            .with("subnet_id", subnetId));
    this.subnetId = subnetId;
  }

  /**
   * Returns the id that was asked for.
   *
   * @return the id that was asked for
   */
  public String subnetId() {
    return subnetId;
  }
}
