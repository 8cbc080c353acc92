package dev.ipam.error;

/**
 * A configuration key or value cannot be used.
 *
 * @since 0.1
 */
public final class ConfigurationException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param key the configuration key
   * @param reason what is wrong, and what would be right, without a full stop
   */
  public ConfigurationException(String key, String reason) {
    super(
        Fault.of(
                "InvalidConfiguration",
                Category.INVALID,
                "Configuration key " + quote(key) + ": " + reason + ".")
            .with("key", key)
            .with("reason", reason));
    this.key = key;
    this.reason = reason;
  }

  /**
   * Returns the configuration key.
   *
   * @return the configuration key
   */
  public String key() {
    return key;
  }

  /**
   * Returns what is wrong, and what would be right.
   *
   * @return what is wrong, and what would be right
   */
  public String reason() {
    return reason;
  }
}
