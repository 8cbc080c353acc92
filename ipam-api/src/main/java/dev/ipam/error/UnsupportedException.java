package dev.ipam.error;

/**
 * The opened driver lacks the capability that an operation needs; nothing was changed.
 *
 * @since 0.1
 */
public final class UnsupportedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String capability;
  private final String operation;

  /**
   * Makes the exception.
   *
   * @param capability the capability that is missing
   * @param operation what was asked for
   */
  public UnsupportedException(String capability, String operation) {
    super(
        Fault.of(
                "Unsupported",
                Category.UNSUPPORTED,
                "The opened driver cannot "
                    + operation
                    + ": it lacks the capability "
                    + capability
                    + "; choose another driver, or do without.")
            .with("capability", capability)
            .with("operation", operation));
    this.capability = capability;
    this.operation = operation;
  }

  /**
   * Returns the capability that is missing.
   *
   * @return the capability that is missing
   */
  public String capability() {
    return capability;
  }

  /**
   * Returns what was asked for.
   *
   * @return what was asked for
   */
  public String operation() {
    return operation;
  }
}
