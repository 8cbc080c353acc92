package dev.ipam.error;

import java.util.Map;

/**
 * An address scope was to be created under an id that is taken.
 *
 * @since 0.1
 */
public final class AddressScopeAlreadyExistsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String scopeId;
  private final transient Map<String, Object> existing;

  /**
   * Makes the exception.
   *
   * @param scopeId the id that is taken
   * @param existing the definition of the address scope that has it, by names in lower_snake_case
   */
  public AddressScopeAlreadyExistsException(String scopeId, Map<String, Object> existing) {
    super(
        Fault.of(
                "AddressScopeAlreadyExists",
                Category.CONFLICT,
                "Address scope " + quote(scopeId) + " exists already; choose another id.")
            .with("scope_id", scopeId)
            .withAll(existing));
    this.scopeId = scopeId;
    this.existing = Map.copyOf(existing);
  }

  /**
   * Returns the id that is taken.
   *
   * @return the id that is taken
   */
  public String scopeId() {
    return scopeId;
  }

  /**
   * Returns the definition of the address scope that has the id, so that a caller who does not know
   * whether an earlier attempt took effect can compare.
   *
   * @return an unmodifiable map of strings, numbers, and lists of strings; empty after
   *     deserialization
   */
  public Map<String, Object> existing() {
    return existing == null ? Map.of() : existing;
  }
}
