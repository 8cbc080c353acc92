package dev.ipam.spi;

import java.nio.file.Path;

/**
 * Makes a store from a backup: an optional part of an {@link IpamDriverProvider}, where its driver
 * has {@link Backups}.
 *
 * @since 0.1
 */
public interface Restoring {
  /**
   * Makes the store that the settings name, where there is none yet, from a backup. It has an id of
   * its own and is {@link AuthorityState.Retired}, one epoch later than the store that the backup
   * was made of: two copies of one store are never both the authority. Its token mark is higher by
   * 2^32, so that no token comes again that was given out after the backup.
   *
   * @param context the settings, as for {@link IpamDriverProvider#open}
   * @param backup what {@link Backups#backup} wrote
   * @throws dev.ipam.error.StoreNotEmptyException if there is a store, or anything else
   * @throws dev.ipam.error.StoreCorruptException if the backup is damaged
   * @throws dev.ipam.error.StoreFormatUnsupportedException if it is none, or of an unknown format
   * @throws dev.ipam.error.UnavailableException if the store cannot be written
   * @ipam.rule 7.21
   */
  void restore(DriverContext context, Path backup);
}
