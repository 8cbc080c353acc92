package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * A write was refused because the store is not, or no longer, the authority.
 *
 * @since 0.1
 */
public final class DriverNotActiveException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String driver;
  private final String state;
  private final @Nullable String successor;

  /**
   * Makes the exception.
   *
   * @param driver the driver that was asked
   * @param state what the store is instead, for example {@code retired}
   * @param successor the driver that took over, where one is known
   */
  public DriverNotActiveException(String driver, String state, @Nullable String successor) {
    super(
        Fault.of(
                "DriverNotActive",
                Category.UNAVAILABLE,
                "Driver "
                    + quote(driver)
                    + " is not the active one (its store is "
                    + state
                    + "), so nothing was written; "
                    + (successor == null
                        ? "check which driver is active."
                        : "use its successor " + quote(successor) + "."))
            .with("driver", driver)
            .with("state", state)
            .with("successor", successor));
    this.driver = driver;
    this.state = state;
    this.successor = successor;
  }

  /**
   * Returns the driver that was asked.
   *
   * @return the driver that was asked
   */
  public String driver() {
    return driver;
  }

  /**
   * Returns what the store is instead, for example {@code retired}.
   *
   * @return what the store is instead, for example {@code retired}
   */
  public String state() {
    return state;
  }

  /**
   * Returns the driver that took over, where one is known.
   *
   * @return the driver that took over, where one is known
   */
  public @Nullable String successor() {
    return successor;
  }
}
