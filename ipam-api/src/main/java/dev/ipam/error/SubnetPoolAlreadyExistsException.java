package dev.ipam.error;

import java.util.Map;

/**
 * A subnet pool was to be created under an id that is taken.
 *
 * @since 0.1
 */
public final class SubnetPoolAlreadyExistsException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String poolId;
  private final transient Map<String, Object> existing;

  /**
   * Makes the exception.
   *
   * @param poolId the id that is taken
   * @param existing the definition of the subnet pool that has it, by names in lower_snake_case
   */
  public SubnetPoolAlreadyExistsException(String poolId, Map<String, Object> existing) {
    super(
        Fault.of(
                "SubnetPoolAlreadyExists",
                Category.CONFLICT,
                "Subnet pool "
                    + quote(poolId)
                    + " exists already; choose another id, or update the one that exists.")
            .with("pool_id", poolId)
            .withAll(existing));
    this.poolId = poolId;
    this.existing = Map.copyOf(existing);
  }

  /**
   * Returns the id that is taken.
   *
   * @return the id that is taken
   */
  public String poolId() {
    return poolId;
  }

  /**
   * Returns the definition of the subnet pool that has the id, so that a caller who does not know
   * whether an earlier attempt took effect can compare.
   *
   * @return an unmodifiable map of strings, numbers, and lists of strings; empty after
   *     deserialization
   */
  public Map<String, Object> existing() {
    return existing == null ? Map.of() : existing;
  }
}
