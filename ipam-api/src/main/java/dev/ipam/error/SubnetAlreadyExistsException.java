package dev.ipam.error;

/**
 * A subnet was to be created under an id that is taken.
 *
 * @since 0.1
 */
public final class SubnetAlreadyExistsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;

  /**
   * Makes the exception.
   *
   * @param subnetId the id that is taken
   */
  public SubnetAlreadyExistsException(String subnetId) {
    super(
        Fault.of(
                "SubnetAlreadyExists",
                Category.CONFLICT,
                "Subnet "
                    + quote(subnetId)
                    + " exists already; choose another id, or update the one that exists.")
            .with("subnet_id", subnetId));
    this.subnetId = subnetId;
  }

  /**
   * Returns the id that is taken.
   *
   * @return the id that is taken
   */
  public String subnetId() {
    return subnetId;
  }
}
