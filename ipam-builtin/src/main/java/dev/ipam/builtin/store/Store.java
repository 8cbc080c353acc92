package dev.ipam.builtin.store;

import dev.ipam.spi.AuthorityState;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that this process has: the home of tables, which are opened and closed within it. */
public sealed interface Store extends AutoCloseable permits DirectoryStore, MemoryStore {
  /**
   * Locks a store in a directory, creating it where it is missing and that is asked for.
   *
   * @param directory where it is
   * @param createIfMissing whether it may be created
   * @param options how it is used
   * @param nativeDirectory where the native library is unpacked to, or null for the default
   * @return the store
   */
  static Store open(
      Path directory,
      boolean createIfMissing,
      StoreOptions options,
      @Nullable Path nativeDirectory) {
    return DirectoryStore.open(directory, createIfMissing, options, nativeDirectory);
  }

  /**
   * Prepares to read a store in a directory beside the process that has it; locks and changes
   * nothing.
   *
   * @param directory where it is
   * @param options how it is used
   * @param nativeDirectory where the native library is unpacked to, or null for the default
   * @return the store
   */
  static Store openReadOnly(Path directory, StoreOptions options, @Nullable Path nativeDirectory) {
    return DirectoryStore.openReadOnly(directory, options, nativeDirectory);
  }

  /**
   * Makes an empty store that touches no file, and ends when it is closed.
   *
   * @param changes how far back changes are kept
   * @return the store
   */
  static Store inMemory(ChangeRetention changes) {
    return new MemoryStore(changes);
  }

  /**
   * Opens the tables.
   *
   * @return the tables as they were committed last
   */
  Tables tables();

  /**
   * Begins an import beside the tables that are served; one that was under way is given up.
   *
   * @return the import, to be closed
   */
  StoreImport beginImport();

  /** Forgets what an import that has been closed wrote. */
  void discardImport();

  /**
   * Puts what an import wrote in the place of the tables, which must be closed and hold nothing.
   *
   * @param done the import, which is complete
   */
  void adopt(StoreImport done);

  /**
   * Makes an import that is finished ready to be adopted: as durable as the store, and closed.
   *
   * @param done the import
   * @param former what the store gave out before
   * @param lastChange the commit that the changes told so far end with
   * @param authority whether the store is the authority
   */
  default void complete(StoreImport done, Marks former, long lastChange, AuthorityState authority) {
    done.complete(former, lastChange, authority);
  }

  /**
   * Returns who has the store that is open for reading only, or null where this process has it.
   *
   * @return the process, as far as known
   */
  @Nullable String holder();

  /**
   * Tells whether there is something on a disk, of which a backup can be made.
   *
   * @return whether there is
   */
  boolean hasFiles();

  /**
   * Tells whether it keeps what changes.
   *
   * @return whether it does
   */
  boolean keepsChanges();

  /**
   * Returns the store's id.
   *
   * @return the id
   */
  UUID id();

  /**
   * Returns where the store is, for people.
   *
   * @return the absolute path of a directory, or {@code memory}
   */
  String location();

  /**
   * Returns the version of the format.
   *
   * @return the version
   */
  String format();

  /** Lets go of the store; the tables must have been closed. */
  @Override
  void close();
}
