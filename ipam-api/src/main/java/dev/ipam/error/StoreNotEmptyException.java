package dev.ipam.error;

/**
 * An import was asked for into a store that holds something.
 *
 * @since 0.1
 */
public final class StoreNotEmptyException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String store;

  /**
   * Makes the exception.
   *
   * @param store where the store is
   */
  public StoreNotEmptyException(String store) {
    super(
        Fault.of(
                "StoreNotEmpty",
                Category.CONFLICT,
                "The import was refused because the store at "
                    + store
                    + " holds subnets, pools or scopes; import into an empty store.")
            .with("store", store));
    this.store = store;
  }

  /**
   * Returns where the store is.
   *
   * @return where the store is
   */
  public String store() {
    return store;
  }
}
