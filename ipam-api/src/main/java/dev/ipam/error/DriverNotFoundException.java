package dev.ipam.error;

import java.util.List;

/**
 * No driver, or more than one, answers to the configured name.
 *
 * @since 0.1
 */
public final class DriverNotFoundException extends IpamException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  private final String driver;
  private final transient List<String> found;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param driver the name that was configured
   * @param found the names of the drivers that were found
   * @param reason what stood in the way, a clause without a full stop
   */
  public DriverNotFoundException(String driver, List<String> found, String reason) {
    super(
        Fault.of(
                "DriverNotFound",
                Category.INVALID,
                "Driver "
                    + quote(driver)
                    + " (configuration key ipam_driver) cannot be used: "
                    + reason
                    + "; found: "
                    + (found.isEmpty() ? "no driver at all" : shown(found))
                    + ".")
            .with("driver", driver)
            .with("found", found)
            .with("reason", reason));
    this.driver = driver;
    this.found = List.copyOf(found);
    this.reason = reason;
  }

  /**
   * Returns the name that was configured.
   *
   * @return the name that was configured
   */
  public String driver() {
    return driver;
  }

  /**
   * Returns the names of the drivers that were found.
   *
   * @return the names of the drivers that were found
   */
  public List<String> found() {
    return found;
  }

  /**
   * Returns what stood in the way.
   *
   * @return what stood in the way
   */
  public String reason() {
    return reason;
  }

  private static String shown(List<String> found) {
    String names = String.join(", ", found.subList(0, Math.min(SHOWN, found.size())));
    return found.size() <= SHOWN ? names : names + " and " + (found.size() - SHOWN) + " more";
  }
}
