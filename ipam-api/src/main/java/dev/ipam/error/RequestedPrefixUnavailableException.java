package dev.ipam.error;

/**
 * A subnet pool cannot give the very prefix that was asked for: it is not wholly free there.
 *
 * @since 0.1
 */
public final class RequestedPrefixUnavailableException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final String cidr;

  /**
   * Makes the exception.
   *
   * @param poolId the subnet pool
   * @param cidr the prefix that was asked for
   */
  public RequestedPrefixUnavailableException(String poolId, String cidr) {
    super(
        Fault.of(
                "RequestedPrefixUnavailable",
                Category.CONFLICT,
                "Prefix "
                    + cidr
                    + " is not wholly free in subnet pool "
                    + quote(poolId)
                    + "; ask for another one, or for any of its length.")
            .with("pool_id", poolId)
            .with("cidr", cidr));
    this.poolId = poolId;
    this.cidr = cidr;
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
   * Returns the prefix that was asked for.
   *
   * @return the prefix that was asked for
   */
  public String cidr() {
    return cidr;
  }
}
