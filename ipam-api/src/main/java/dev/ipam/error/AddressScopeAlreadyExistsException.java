package dev.ipam.error;

/**
 * An address scope was to be created under an id that is taken.
 *
 * @since 0.1
 */
public final class AddressScopeAlreadyExistsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String scopeId;

  /**
   * Makes the exception.
   *
   * @param scopeId the id that is taken
   */
  public AddressScopeAlreadyExistsException(String scopeId) {
    super(
        Fault.of(
                "AddressScopeAlreadyExists",
                Category.CONFLICT,
                "Address scope " + quote(scopeId) + " exists already; choose another id.")
            .with("scope_id", scopeId));
    this.scopeId = scopeId;
  }

  /**
   * Returns the id that is taken.
   *
   * @return the id that is taken
   */
  public String scopeId() {
    return scopeId;
  }
}
