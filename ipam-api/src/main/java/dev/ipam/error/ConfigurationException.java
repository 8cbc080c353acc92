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
    this("Configuration key " + quote(key) + ": ", key, reason);
  }

  private ConfigurationException(String beginning, String key, String reason) {
    super(
        Fault.of("InvalidConfiguration", Category.INVALID, beginning + reason + ".")
            .with("key", key)
            .with("reason", reason));
    this.key = key;
    this.reason = reason;
  }

  /**
   * Makes the exception for a whole file.
   *
   * @param file the configuration file; it stands for the key
   * @param reason what is wrong, and what would be right, without a full stop
   * @return the exception, to be thrown
   */
  public static ConfigurationException ofFile(String file, String reason) {
    return new ConfigurationException(
        "Configuration file " + quote(file) + " cannot be used: ", file, reason);
  }

  /**
   * Returns the configuration key, or the file.
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
