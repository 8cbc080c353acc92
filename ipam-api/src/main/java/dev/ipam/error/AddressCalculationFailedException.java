package dev.ipam.error;

/**
 * An address could not be calculated from a prefix and a MAC address (modified EUI-64).
 *
 * @since 0.1
 */
public final class AddressCalculationFailedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String prefix;
  private final String mac;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param prefix the prefix that was given
   * @param mac the MAC address that was given
   * @param reason what stood in the way, a clause without a full stop
   */
  public AddressCalculationFailedException(String prefix, String mac, String reason) {
    super(
        Fault.of(
                "AddressCalculationFailed",
                Category.INVALID,
                "No address can be calculated from prefix "
                    + prefix
                    + " and MAC address "
                    + mac
                    + ": "
                    + reason
                    + ".")
            .with("prefix", prefix)
            .with("mac", mac)
            .with("reason", reason));
    this.prefix = prefix;
    this.mac = mac;
    this.reason = reason;
  }

  /**
   * Returns the prefix that was given.
   *
   * @return the prefix that was given
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Returns the MAC address that was given.
   *
   * @return the MAC address that was given
   */
  public String mac() {
    return mac;
  }

  /**
   * Returns what stood in the way.
   *
   * @return what stood in the way
   */
  public String reason() {
    return reason;
  }
}
