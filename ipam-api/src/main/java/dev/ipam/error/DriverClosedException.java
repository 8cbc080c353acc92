package dev.ipam.error;

/**
 * A driver was used after it had been closed.
 *
 * @since 0.1
 */
public final class DriverClosedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String driver;

  /**
   * Makes the exception.
   *
   * @param driver the driver's name
   */
  public DriverClosedException(String driver) {
    super(
        Fault.of(
                "DriverClosed",
                Category.UNAVAILABLE,
                "Driver " + quote(driver) + " has been closed; open it again to go on.")
            .with("driver", driver));
    this.driver = driver;
  }

  /**
   * Returns the driver's name.
   *
   * @return the driver's name
   */
  public String driver() {
    return driver;
  }
}
