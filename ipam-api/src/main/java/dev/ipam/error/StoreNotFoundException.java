package dev.ipam.error;

/**
 * The configured store has not been created yet, and creating one was not asked for.
 *
 * @since 0.1
 */
public final class StoreNotFoundException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String driver;
  private final String store;

  /**
   * Makes the exception.
   *
   * @param driver the driver
   * @param store where the store was looked for
   */
  public StoreNotFoundException(String driver, String store) {
    super(
        Fault.of(
                "StoreNotFound",
                Category.NOT_FOUND,
                "Driver "
                    + quote(driver)
                    + " found no store at "
                    + store
                    + " and was not told to create one; run 'ipam init', open it with createIfMissing(), or correct the setting.")
            .with("driver", driver)
            .with("store", store));
    this.driver = driver;
    this.store = store;
  }

  /**
   * Returns the driver.
   *
   * @return the driver
   */
  public String driver() {
    return driver;
  }

  /**
   * Returns where the store was looked for.
   *
   * @return where the store was looked for
   */
  public String store() {
    return store;
  }
}
