package dev.ipam.error;

/**
 * A prefix overlaps another one of the same address scope.
 *
 * @since 0.1
 */
public final class PrefixOverlapException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String scopeId;
  private final String prefix;
  private final String otherPoolId;
  private final String otherPrefix;

  /**
   * Makes the exception.
   *
   * @param scopeId the address scope
   * @param prefix the prefix that was to be added
   * @param otherPoolId the subnet pool that holds the other prefix
   * @param otherPrefix the prefix in the way
   */
  public PrefixOverlapException(
      String scopeId, String prefix, String otherPoolId, String otherPrefix) {
    super(
        Fault.of(
                "PrefixOverlap",
                Category.CONFLICT,
                "Prefix "
                    + prefix
                    + " overlaps "
                    + otherPrefix
                    + " of subnet pool "
                    + quote(otherPoolId)
                    + " in address scope "
                    + quote(scopeId)
                    + "; prefixes of one scope must not overlap.")
            .with("scope_id", scopeId)
            .with("prefix", prefix)
            .with("other_pool_id", otherPoolId)
            .with("other_prefix", otherPrefix));
    this.scopeId = scopeId;
    this.prefix = prefix;
    this.otherPoolId = otherPoolId;
    this.otherPrefix = otherPrefix;
  }

  /**
   * Returns the address scope.
   *
   * @return the address scope
   */
  public String scopeId() {
    return scopeId;
  }

  /**
   * Returns the prefix that was to be added.
   *
   * @return the prefix that was to be added
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Returns the subnet pool that holds the other prefix.
   *
   * @return the subnet pool that holds the other prefix
   */
  public String otherPoolId() {
    return otherPoolId;
  }

  /**
   * Returns the prefix in the way.
   *
   * @return the prefix in the way
   */
  public String otherPrefix() {
    return otherPrefix;
  }
}
