package dev.ipam.reference;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The file of an SQLite store: of one owner and of one process at a time. */
final class StoreFile {
  private static final int MOST_HOLDER = 200;

  /**
   * The lock files that this process has locked. Whoever closes any channel to a file gives up all
   * locks that its process has on it (POSIX), so that a second channel must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

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
        Files.createFile(file, ownerOnly(file));
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; the lock tells who has it.
    } catch (IOException e) {
      throw errors.unavailable("its file cannot be made", Outcome.NOT_APPLIED, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** A lock that is held until it is closed. */
  static final class Lock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Lock(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // The system releases it with the process.
      } finally {
        HELD.remove(file);
      }
    }
  }

  /**
   * Takes the lock beside the file.
   *
   * @throws StoreInUseException if another process, or another driver of this one, has it
   */
  static Lock lock(Path file, StoreErrors errors) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Path parent = file.toAbsolutePath().getParent();
      Path real = parent == null ? lock : parent.toRealPath().resolve(lock.getFileName());
      if (!HELD.add(real)) {
        throw new StoreInUseException(file.toString(), "another driver in this process");
      }
      boolean locked = false;
      try {
        Lock made = locked(file, real);
        locked = true;
        return made;
      } finally {
        if (!locked) {
          HELD.remove(real);
        }
      }
    } catch (IOException e) {
      throw errors.unavailable("its lock file cannot be used", Outcome.NOT_APPLIED, e);
    }
  }

  private static Lock locked(Path file, Path lock) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            ownerOnly(lock));
    boolean locked = false;
    try {
      locked = tryLock(channel);
      if (!locked) {
        throw new StoreInUseException(file.toString(), holder(channel));
      }
      String self = "process " + ProcessHandle.current().pid();
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
      return new Lock(lock, channel);
    } catch (IOException e) {
      locked = false;
      throw e;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_HOLDER);
    channel.read(text, 0);
    String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return holder.isBlank() ? "another process" : holder;
  }
}
