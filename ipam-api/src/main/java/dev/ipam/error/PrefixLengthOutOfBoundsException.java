package dev.ipam.error;

/**
 * A subnet was asked for whose prefix length the subnet pool does not allow.
 *
 * @since 0.1
 */
public final class PrefixLengthOutOfBoundsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final int prefixLength;
  private final int minimum;
  private final int maximum;

  /**
   * Makes the exception.
   *
   * @param poolId the subnet pool
   * @param prefixLength the prefix length that was asked for
   * @param minimum the shortest prefix length allowed
   * @param maximum the longest prefix length allowed
   */
  public PrefixLengthOutOfBoundsException(
      String poolId, int prefixLength, int minimum, int maximum) {
    super(
        Fault.of(
                "PrefixLengthOutOfBounds",
                Category.INVALID,
                "Prefix length /"
                    + prefixLength
                    + " is outside the bounds of subnet pool "
                    + quote(poolId)
                    + ", which allows /"
                    + minimum
                    + " to /"
                    + maximum
                    + "; ask for a length between them.")
            .with("pool_id", poolId)
            .with("prefix_length", prefixLength)
            .with("minimum", minimum)
            .with("maximum", maximum));
    this.poolId = poolId;
    this.prefixLength = prefixLength;
    this.minimum = minimum;
    this.maximum = maximum;
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

  /**
   * Returns the shortest prefix length allowed.
   *
   * @return the shortest prefix length allowed
   */
  public int minimum() {
    return minimum;
  }

  /**
   * Returns the longest prefix length allowed.
   *
   * @return the longest prefix length allowed
   */
  public int maximum() {
    return maximum;
  }
}
