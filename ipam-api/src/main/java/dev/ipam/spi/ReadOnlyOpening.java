package dev.ipam.spi;

/**
 * An optional part of an {@link IpamDriverProvider}: opens a store for reading only, beside a
 * process that serves it.
 *
 * @since 0.1
 */
public interface ReadOnlyOpening {
  /**
   * Opens a store for reading, whether another process has it or not. What is read is the store as
   * of the opening; what the other process does later is not seen. Every write is refused with
   * {@link dev.ipam.error.StoreInUseException}, which names the process.
   *
   * @param context the settings, as for {@link IpamDriverProvider#open}; a missing store is never
   *     created
   * @return the opened driver
   * @throws dev.ipam.error.ConfigurationException if a setting cannot be used
   * @throws dev.ipam.error.StoreNotFoundException if there is no store
   * @throws dev.ipam.error.StoreFormatUnsupportedException if it is of an unknown format
   * @throws dev.ipam.error.StoreCorruptException if it is damaged
   * @throws dev.ipam.error.UnavailableException if it cannot be reached
   */
  IpamDriver openReadOnly(DriverContext context);
}
