package dev.ipam.error;

/**
 * A subnet pool was to be removed, or to lose a prefix, of which subnets are in use.
 *
 * @since 0.1
 */
public final class SubnetPoolInUseException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param poolId the subnet pool
   * @param reason what is in use, a clause without a full stop
   */
  public SubnetPoolInUseException(String poolId, String reason) {
    super(
        Fault.of(
                "SubnetPoolInUse",
                Category.CONFLICT,
                "Subnet pool "
                    + quote(poolId)
                    + " is in use and was not changed: "
                    + reason
                    + "; remove those subnets first.")
            .with("pool_id", poolId)
            .with("reason", reason));
    this.poolId = poolId;
    this.reason = reason;
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
   * Returns what is in use.
   *
   * @return what is in use
   */
  public String reason() {
    return reason;
  }
}
