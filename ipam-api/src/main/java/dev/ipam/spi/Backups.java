package dev.ipam.spi;

import java.nio.file.Path;

/**
 * Backups of a store in a form of the driver's own, made while it serves: an optional part of an
 * {@link IpamDriver}. A driver over a database that has tools for this does without.
 *
 * @since 0.1
 */
public interface Backups {
  /**
   * Writes everything that the store holds as of one moment into a directory, durably. Reads and
   * writes go on meanwhile.
   *
   * @param directory a directory that does not exist yet, or is empty; only its owner may read it
   *     afterwards
   * @throws dev.ipam.error.StoreNotEmptyException if something is in it
   * @throws dev.ipam.error.StoreInUseException if another process has the store
   * @throws dev.ipam.error.UnavailableException if it cannot be written; what is there is no backup
   *     then, and is not taken for one
   * @ipam.rule 7.11
   */
  void backup(Path directory);
}
