package dev.ipam.error;

/**
 * A subnet pool was named that the store does not hold.
 *
 * @since 0.1
 */
public final class SubnetPoolNotFoundException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;

  /**
   * Makes the exception.
   *
   * @param poolId the id that was asked for
   */
  public SubnetPoolNotFoundException(String poolId) {
    super(
        Fault.of(
                "SubnetPoolNotFound",
                Category.NOT_FOUND,
                "Subnet pool "
                    + quote(poolId)
                    + " does not exist; create it first, or check the id.")
            .with("pool_id", poolId));
    this.poolId = poolId;
  }

  /**
   * Returns the id that was asked for.
   *
   * @return the id that was asked for
   */
  public String poolId() {
    return poolId;
  }
}
