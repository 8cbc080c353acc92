package dev.ipam.error;

/**
 * A subnet pool was to be created under an id that is taken.
 *
 * @since 0.1
 */
public final class SubnetPoolAlreadyExistsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;

  /**
   * Makes the exception.
   *
   * @param poolId the id that is taken
   */
  public SubnetPoolAlreadyExistsException(String poolId) {
    super(
        Fault.of(
                "SubnetPoolAlreadyExists",
                Category.CONFLICT,
                "Subnet pool "
                    + quote(poolId)
                    + " exists already; choose another id, or update the one that exists.")
            .with("pool_id", poolId));
    this.poolId = poolId;
  }

  /**
   * Returns the id that is taken.
   *
   * @return the id that is taken
   */
  public String poolId() {
    return poolId;
  }
}
