package dev.ipam.joint;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The locked folder that intents are kept in. */
final class IntentFolder implements AutoCloseable {
  private static final String SETTING = "ipam.intents.path";

  private final Path path;
  private final FileChannel lockFile;

  private IntentFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Locks a folder, making it where it is missing. */
  static IntentFolder lock(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, permissions(path, "rwx------"));
      }
      refuseWritableByOthers(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              permissions(path, "rw-------"));
      if (!isLocked(channel)) {
        channel.close();
        throw new StoreInUseException(path.toString(), "another process, or another facade");
      }
      return new IntentFolder(path, channel);
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whoever can write an intent can have addresses released. */
  private static void refuseWritableByOthers(Path path) throws IOException {
    if (isPosix(path)
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ConfigurationException(
          SETTING, "everybody may write to " + path + "; take that permission away");
    }
  }

  Path path() {
    return path;
  }

  FileAttribute<?>[] ownerOnly(String permissions) {
    return permissions(path, permissions);
  }

  /** Makes names that were given or taken away durable. */
  void sync() throws IOException {
    if (isPosix(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  UnavailableException unavailable(IOException e) {
    return unavailable(path, e);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
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
