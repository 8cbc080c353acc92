package dev.ipam.error;

/**
 * A subnet pool has no free block of the length that was asked for.
 *
 * @since 0.1
 */
public final class NoPrefixAvailableException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final int prefixLength;

  /**
   * Makes the exception.
   *
   * @param poolId the subnet pool
   * @param prefixLength the prefix length that was asked for
   */
  public NoPrefixAvailableException(String poolId, int prefixLength) {
    super(
        Fault.of(
                "NoPrefixAvailable",
                Category.EXHAUSTED,
                "Subnet pool "
                    + quote(poolId)
                    + " has no free block for a /"
                    + prefixLength
                    + "; ask for a smaller subnet (a longer prefix), add a prefix to the pool, or remove a subnet.")
            .with("pool_id", poolId)
            .with("prefix_length", prefixLength));
    this.poolId = poolId;
    this.prefixLength = prefixLength;
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
   * Returns the prefix length that was asked for.
   *
   * @return the prefix length that was asked for
   */
  public int prefixLength() {
    return prefixLength;
  }
}
