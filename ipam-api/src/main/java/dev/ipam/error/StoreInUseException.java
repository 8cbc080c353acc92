package dev.ipam.error;

/**
 * The store is open in another process.
 *
 * @since 0.1
 */
public final class StoreInUseException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String store;
  private final String holder;

  /**
   * Makes the exception.
   *
   * @param store where the store is
   * @param holder the process that holds it, as far as known
   */
  public StoreInUseException(String store, String holder) {
    super(
        Fault.of(
                "StoreInUse",
                Category.UNAVAILABLE,
                "The store at "
                    + store
                    + " is in use by "
                    + holder
                    + "; stop that process or ask it instead.")
            .retry()
            .with("store", store)
            .with("holder", holder));
    this.store = store;
    this.holder = holder;
  }

  /**
   * Returns where the store is.
   *
   * @return where the store is
   */
  public String store() {
    return store;
  }

  /**
   * Returns the process that holds it, as far as known.
   *
   * @return the process that holds it, as far as known
   */
  public String holder() {
    return holder;
  }
}
