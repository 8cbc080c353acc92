package dev.ipam.reference;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.file.OwnerOnly;
import dev.ipam.file.ProcessLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of an SQLite store: of one owner and of one process at a time. */
final class StoreFile {
  private StoreFile() {}

  /** Makes the file, closed to all other users; what SQLite puts beside it gets the same rights. */
  static void prepare(Path file, StoreErrors errors) {
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(
          ReferenceSettings.URL, "after jdbc:sqlite: it names a directory; name a file");
    }
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (!Files.exists(file)) {
        OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; the lock tells who has it.
    } catch (IOException e) {
      throw errors.unavailable("its file cannot be made", Outcome.NOT_APPLIED, e);
    }
  }

  /**
   * Takes the lock beside the file.
   *
   * @throws dev.ipam.error.StoreInUseException if another process, or another driver of this one,
   *     has it
   */
  static ProcessLock lock(Path file, StoreErrors errors) {
    try {
      return ProcessLock.take(file.resolveSibling(file.getFileName() + ".lock"), file.toString());
    } catch (IOException e) {
      throw errors.unavailable("its lock file cannot be used", Outcome.NOT_APPLIED, e);
    }
  }
}
