package dev.ipam.error;

/**
 * The store is of a format that this version does not know, or is not one of ours.
 *
 * @since 0.1
 */
public final class StoreFormatUnsupportedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String store;
  private final String found;
  private final String supported;

  /**
   * Makes the exception.
   *
   * @param store where the store is
   * @param found what was found there
   * @param supported what this version reads
   */
  public StoreFormatUnsupportedException(String store, String found, String supported) {
    super(
        Fault.of(
                "StoreFormatUnsupported",
                Category.UNSUPPORTED,
                "The store at "
                    + store
                    + " is "
                    + found
                    + ", but this version reads "
                    + supported
                    + "; nothing was changed. Use a matching version, or another path.")
            .with("store", store)
            .with("found", found)
            .with("supported", supported));
    this.store = store;
    this.found = found;
    this.supported = supported;
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
   * Returns what was found there.
   *
   * @return what was found there
   */
  public String found() {
    return found;
  }

  /**
   * Returns what this version reads.
   *
   * @return what this version reads
   */
  public String supported() {
    return supported;
  }
}
