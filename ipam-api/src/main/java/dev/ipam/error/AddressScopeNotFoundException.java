package dev.ipam.error;

/**
 * An address scope was named that the store does not hold.
 *
 * @since 0.1
 */
public final class AddressScopeNotFoundException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String scopeId;

  /**
   * Makes the exception.
   *
   * @param scopeId the id that was asked for
   */
  public AddressScopeNotFoundException(String scopeId) {
    super(
        Fault.of(
                "AddressScopeNotFound",
                Category.NOT_FOUND,
                "Address scope "
                    + quote(scopeId)
                    + " does not exist; create it first, or check the id.")
            .with("scope_id", scopeId));
    this.scopeId = scopeId;
  }

  /**
   * Returns the id that was asked for.
   *
   * @return the id that was asked for
   */
  public String scopeId() {
    return scopeId;
  }
}
