package dev.ipam.conformance.run;

/**
 * The driver under test cannot be opened on a new store, so that nothing can be checked.
 *
 * @since 0.1
 */
public final class DriverNotOpenedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DriverNotOpenedException(String driver, String why, Throwable cause) {
    super(
        "driver \""
            + driver
            + "\" cannot be opened on a new store, so that nothing can be checked: "
            + why,
        cause);
  }
}
