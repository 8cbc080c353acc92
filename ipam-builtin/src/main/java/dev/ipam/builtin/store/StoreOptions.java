package dev.ipam.builtin.store;

/**
 * How a store is used.
 *
 * @param sync whether a write is on the disk when it returns, or only with the operating system
 * @param cacheBytes how much memory blocks of the store may take
 * @param openFiles how many of its files are kept open
 * @param changes how far back changes are kept
 * @param counted whether RocksDB counts what it does
 */
public record StoreOptions(
    boolean sync, long cacheBytes, int openFiles, ChangeRetention changes, boolean counted) {
  /**
   * Makes options by which no changes are kept, and nothing is counted.
   *
   * @param sync whether a write is on the disk when it returns, or only with the operating system
   * @param cacheBytes how much memory blocks of the store may take
   * @param openFiles how many of its files are kept open
   */
  public StoreOptions(boolean sync, long cacheBytes, int openFiles) {
    this(sync, cacheBytes, openFiles, ChangeRetention.NONE, false);
  }
}
