package dev.ipam.builtin.store;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.file.ProcessLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a directory is: nothing yet, a store, a store whose creation was cut short, or foreign. */
final class StoreDirectory {
  /** The directory of RocksDB's files within the store's. */
  static final String DATA = "db";

  /** The file whose lock keeps a second driver away. */
  static final String LOCK = "ipam.lock";

  /** The configuration key that names the directory. */
  static final String SETTING = "ipam.builtin.path";

  /** Where the native library may be, which is no part of the store. */
  static final String NATIVE = "native";

  private static final Set<String> BEFORE_FORMAT = Set.of(LOCK, FormatFile.NEW_NAME, NATIVE);

  private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

  private StoreDirectory() {}

  /** Takes the lock of the store in a directory. */
  static ProcessLock lock(Path path) throws IOException {
    return ProcessLock.take(path.resolve(LOCK), path.toString());
  }

  /** Refuses what is no store and may not become one; touches nothing. */
  static void inspect(Path path, boolean createIfMissing) {
    if (!Files.exists(path)) {
      if (!createIfMissing) {
        throw new StoreNotFoundException("builtin", path.toString());
      }
      Path parent = path.getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        throw new ConfigurationException(
            SETTING,
            path + " cannot be created because " + parent + " is no directory; create it first");
      }
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new ConfigurationException(
          SETTING, path + " is a file, but a store is a directory; choose another path");
    }
    Set<String> names = names(path);
    if (names.contains(FormatFile.NAME)) {
      FormatFile.State state = state(path);
      if (state == FormatFile.State.RESTORING) {
        throw halfRestored(path);
      }
      if (state == FormatFile.State.CREATING && !createIfMissing) {
        throw new StoreNotFoundException("builtin", path.toString());
      }
    } else if (names.contains(DATA) && names.contains(LOCK)) {
      throw new StoreCorruptException(path.toString(), "file " + FormatFile.NAME, "it is missing");
    } else if (!BEFORE_FORMAT.containsAll(names)) {
      names.removeAll(BEFORE_FORMAT);
      throw new StoreFormatUnsupportedException(
          path.toString(),
          "no store of the built-in driver (it holds \"" + names.iterator().next() + "\")",
          "format " + FormatFile.VERSION + " in a directory of its own");
    } else if (!createIfMissing) {
      throw new StoreNotFoundException("builtin", path.toString());
    }
  }

  private static FormatFile.State state(Path path) {
    try {
      return FormatFile.read(path).state();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  static ConfigurationException halfRestored(Path path) {
    return new ConfigurationException(
        SETTING,
        "a backup is being restored to "
            + path
            + ", or that was cut short; restore it again (ipam restore), or remove the directory");
  }

  /** Refuses a directory that a backup may not be restored to; touches nothing. */
  static void inspectToRestore(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      FormatFile format = format(path);
      if (format != null && format.state() == FormatFile.State.RESTORING) {
        return;
      }
      if (format != null || !BEFORE_FORMAT.containsAll(names(path))) {
        throw new StoreNotEmptyException(path.toString());
      }
    }
    inspect(path, true);
  }

  private static Set<String> names(Path path) {
    try (Stream<Path> entries = Files.list(path)) {
      Set<String> names = new TreeSet<>();
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Returns the format file, or null where the store is still to be created. */
  static @Nullable FormatFile format(Path path) throws IOException {
    return Files.exists(path.resolve(FormatFile.NAME)) ? FormatFile.read(path) : null;
  }

  /** Deletes a directory with everything in it, where it is there. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Deletes a directory that is in nobody's way. */
  static void deleteQuietly(@Nullable Path directory) {
    try {
      if (directory != null) {
        deleteTree(directory);
      }
    } catch (IOException e) {
      LOG.debug("cannot delete {}: {}", directory, e.toString());
    }
  }

  static IpamException failure(Path path, IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return new ConfigurationException(
          SETTING,
          "this user may not read and write "
              + denied.getFile()
              + "; correct its owner and mode, or choose another path");
    }
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    return new UnavailableException(path.toString(), reason, Outcome.NOT_APPLIED, e);
  }
}
