package dev.ipam.error;

/**
 * An address scope was to be removed that subnet pools still belong to.
 *
 * @since 0.1
 */
public final class AddressScopeInUseException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String scopeId;
  private final long pools;

  /**
   * Makes the exception.
   *
   * @param scopeId the address scope
   * @param pools how many subnet pools belong to it
   */
  public AddressScopeInUseException(String scopeId, long pools) {
    super(
        Fault.of(
                "AddressScopeInUse",
                Category.CONFLICT,
                "Address scope "
                    + quote(scopeId)
                    + " still has "
                    + counted(pools, "subnet pool")
                    + " and was not removed; move or remove them first.")
            .with("scope_id", scopeId)
            .with("pools", pools));
    this.scopeId = scopeId;
    this.pools = pools;
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
   * Returns how many subnet pools belong to it.
   *
   * @return how many subnet pools belong to it
   */
  public long pools() {
    return pools;
  }
}
