package dev.ipam.builtin.store;

import dev.ipam.builtin.store.FormatFile.State;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.error.UnavailableException;
import dev.ipam.file.OwnerOnly;
import dev.ipam.file.ProcessLock;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup: the files of RocksDB's as of one moment, and a file {@code BACKUP} that is written last
 * and says what it is. It is no store and cannot be opened as one.
 */
public final class StoreBackup {
  /** Tokens that were given out since the backup are below the mark that a restored store has. */
  private static final long TOKENS_LEFT_OUT = 1L << 32;

  private static final String FILE = "BACKUP";
  private static final Pattern LINE =
      Pattern.compile("(ipam-builtin-backup (\\d{1,9}) ([0-9a-f-]{36})) ([0-9a-f]{8})\n");

  private static final Logger LOG = LoggerFactory.getLogger(StoreBackup.class);

  private StoreBackup() {}

  static void write(Rocks rocks, UUID id, Path directory) {
    try {
      requireEmpty(directory);
      OwnerOnly.ensureDirectory(directory);
      rocks.checkpoint(directory.resolve(StoreDirectory.DATA));
      OwnerOnly.restrictDirectory(directory.resolve(StoreDirectory.DATA));
      new ManifestSeal(directory).update();
      syncTree(directory);
      FormatFile.replace(directory, FILE, "ipam-builtin-backup " + FormatFile.VERSION + " " + id);
    } catch (IOException e) {
      throw failure(directory, e);
    } catch (RocksDBException e) {
      throw RocksFailures.unavailable(directory, e, Outcome.NOT_APPLIED);
    }
  }

  private static UnavailableException failure(Path directory, IOException e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    return new UnavailableException(directory.toString(), reason, Outcome.NOT_APPLIED, e);
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> children = Files.list(directory)) {
        if (children.findAny().isPresent()) {
          throw new StoreNotEmptyException(directory.toString());
        }
      }
    }
  }

  private static void syncTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
              channel.force(true);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            OwnerOnly.sync(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Makes a store from a backup, anew where that was cut short.
   *
   * @param backup the backup
   * @param directory where the store shall be
   * @param driver the driver's name
   * @param options how it is used
   * @param nativeDirectory where the native library is unpacked to, or null for the default
   */
  public static void restore(
      Path backup,
      Path directory,
      String driver,
      StoreOptions options,
      @Nullable Path nativeDirectory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      UUID former = read(backup);
      StoreDirectory.inspectToRestore(path);
      OwnerOnly.ensureDirectory(path);
      try (ProcessLock held = StoreDirectory.lock(path)) {
        LOG.debug("restoring under {}", held);
        // Whoever had the lock until now may have made a store.
        StoreDirectory.inspectToRestore(path);
        NativeLibrary.load(nativeDirectory, path);
        UUID id = UUID.randomUUID();
        new FormatFile(id, State.RESTORING).write(path);
        StoreDirectory.deleteTree(path.resolve(StoreDirectory.DATA));
        copyTree(backup.resolve(StoreDirectory.DATA), path.resolve(StoreDirectory.DATA));
        takeOver(path, options, former, id, driver);
        new FormatFile(id, State.READY).write(path);
      }
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
  }

  private static UUID read(Path backup) throws IOException {
    Path file = backup.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > 256) {
      throw new StoreFormatUnsupportedException(
          backup.toString(),
          "no backup of the built-in driver (its file " + FILE + " is missing)",
          "a directory that 'ipam backup' has written to its end");
    }
    Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!line.matches() || !FormatFile.checksum(line.group(1)).equals(line.group(4))) {
      throw new StoreCorruptException(
          backup.toString(), "file " + FILE, "it is not the line that belongs there");
    }
    if (Integer.parseInt(line.group(2)) != FormatFile.VERSION) {
      throw new StoreFormatUnsupportedException(
          backup.toString(), "in format " + line.group(2), "format " + FormatFile.VERSION);
    }
    return UUID.fromString(line.group(3));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    OwnerOnly.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
    syncTree(to);
  }

  /** Makes the copy a store of its own. */
  private static void takeOver(
      Path path, StoreOptions options, UUID former, UUID id, String driver) {
    StoreOptions durable = new StoreOptions(true, options.cacheBytes(), options.openFiles());
    RocksTables tables = RocksOpening.open(path, durable, former);
    try {
      Marks marks = tables.marks();
      tables.setMarks(
          new Marks(marks.token() + TOKENS_LEFT_OUT, marks.subnetNumber(), marks.millis()));
      tables.setAuthority(
          new AuthorityState.Retired(
              tables.authority().epoch() + 1, new StoreRef(driver, former.toString()), null));
      RocksOpening.putId(id, tables.batch());
      tables.commit();
    } finally {
      tables.close(
          () ->
              new UnavailableException(
                  path.toString(), "it is being restored", Outcome.NOT_APPLIED, null));
    }
  }
}
