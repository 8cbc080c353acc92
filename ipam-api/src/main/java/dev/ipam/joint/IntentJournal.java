package dev.ipam.joint;

import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The intents of one process on disk: a file for each, written and synced before what it announces.
 * One process at a time; another one needs a folder of its own.
 */
final class IntentJournal implements AutoCloseable {
  private static final String SUFFIX = ".intent";
  private static final long MAX_BYTES = 256L << 20;

  private final Path folder;
  private final FileChannel lockFile;

  private IntentJournal(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  static IntentJournal open(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new StoreInUseException(folder.toString(), "another process or facade");
      }
      return new IntentJournal(folder, channel);
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  /** Reads what an earlier process did not finish; an intent half written was never acted on. */
  List<Path> unfinished() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = new ArrayList<>();
      files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .forEach(found::add);
      return found;
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  Intent read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new StoreCorruptException(
            folder.toString(), file.getFileName().toString(), "it is larger than any intent");
      }
      Properties from = new Properties();
      from.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      return Intent.of(from);
    } catch (IOException e) {
      throw unavailable(folder, e);
    } catch (StoreCorruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StoreCorruptException(
          folder.toString(),
          file.getFileName().toString(),
          "it is no intent that was written here");
    }
  }

  Path fileOf(String id) {
    return folder.resolve(id + SUFFIX);
  }

  /** Writes an intent, wholly or not at all, and syncs it. */
  void write(Path file, Intent intent) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      intent.toProperties().store(bytes, null);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder();
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  void remove(Path file) {
    try {
      Files.deleteIfExists(file);
      syncFolder();
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  private static UnavailableException unavailable(Path folder, IOException e) {
    return new UnavailableException(
        folder.toString(),
        "the folder of unfinished joint allocations (ipam.intents.path) cannot be used: "
            + e.getClass().getSimpleName(),
        Outcome.NOT_APPLIED,
        e);
  }
}
