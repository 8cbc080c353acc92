package dev.ipam.error;

/**
 * An idempotency key was used before for another request, or for one whose result is no longer
 * wholly held.
 *
 * @since 0.1
 */
public final class IdempotencyConflictException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param key the idempotency key
   * @param reason why the earlier result cannot be returned, a clause without a full stop
   */
  public IdempotencyConflictException(String key, String reason) {
    super(
        Fault.of(
                "IdempotencyConflict",
                Category.CONFLICT,
                "Idempotency key "
                    + quote(key)
                    + " cannot be used for this request: "
                    + reason
                    + "; use a new key.")
            .with("key", key)
            .with("reason", reason));
    this.key = key;
    this.reason = reason;
  }

  /**
   * Returns the idempotency key.
   *
   * @return the idempotency key
   */
  public String key() {
    return key;
  }

  /**
   * Returns why the earlier result cannot be returned.
   *
   * @return why the earlier result cannot be returned
   */
  public String reason() {
    return reason;
  }
}
