package dev.ipam.joint;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.file.OwnerOnly;
import dev.ipam.file.ProcessLock;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The locked folder that intents are kept in. */
final class IntentFolder implements AutoCloseable {
  private static final String SETTING = "ipam.intents.path";

  private final Path path;
  private final ProcessLock lock;

  private IntentFolder(Path path, ProcessLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Locks a folder, making it where it is missing. */
  static IntentFolder lock(Path path) {
    try {
      OwnerOnly.ensureDirectory(path);
      if (OwnerOnly.isWritableByEveryone(path)) {
        // Whoever can write an intent can have addresses released.
        throw new ConfigurationException(
            SETTING, "everybody may write to " + path + "; take that permission away");
      }
      return new IntentFolder(path, ProcessLock.take(path.resolve("lock"), path.toString()));
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  Path path() {
    return path;
  }

  UnavailableException unavailable(IOException e) {
    return unavailable(path, e);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static UnavailableException unavailable(Path path, IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return new UnavailableException(
        path.toString(),
        "the folder of unfinished joint allocations ("
            + SETTING
            + ") cannot be used, "
            + e.getClass().getSimpleName()
            + (reason == null ? "" : ": " + reason),
        Outcome.NOT_APPLIED,
        e);
  }
}
