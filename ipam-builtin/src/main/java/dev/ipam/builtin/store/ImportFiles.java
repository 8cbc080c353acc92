package dev.ipam.builtin.store;

import dev.ipam.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The steps by which the tables of an import take the place of the empty ones: each may be the last
 * before a crash, and before the second one has been made the import has not happened.
 */
final class ImportFiles {
  /** Where the tables of an import under way are, in a directory of the same form as a store's. */
  static final String NEW = "import";

  /** Where the empty tables are until those of the import are in their place. */
  static final String FORMER = StoreDirectory.DATA + ".former";

  private ImportFiles() {}

  static Path begin(Path store) throws IOException {
    Path beside = store.resolve(NEW);
    OwnerOnly.createDirectory(beside);
    OwnerOnly.createDirectory(beside.resolve(StoreDirectory.DATA));
    return beside;
  }

  static void adopt(Path store) throws IOException {
    Path data = store.resolve(StoreDirectory.DATA);
    Path made = store.resolve(NEW).resolve(StoreDirectory.DATA);
    OwnerOnly.sync(made);
    Files.move(data, store.resolve(FORMER), StandardCopyOption.ATOMIC_MOVE);
    OwnerOnly.sync(store);
    Files.move(made, data, StandardCopyOption.ATOMIC_MOVE);
    OwnerOnly.sync(store);
    settle(store);
    StoreDirectory.deleteTree(store.resolve(NEW));
  }

  /** Takes up what a crash left in the midst of {@link #adopt}. */
  static void settle(Path store) throws IOException {
    Path data = store.resolve(StoreDirectory.DATA);
    Path former = store.resolve(FORMER);
    if (!Files.exists(former)) {
      return;
    }
    if (Files.exists(data)) {
      StoreDirectory.deleteTree(former);
    } else {
      Files.move(former, data, StandardCopyOption.ATOMIC_MOVE);
    }
    OwnerOnly.sync(store);
  }
}
