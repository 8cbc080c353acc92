package dev.ipam.builtin.store;

import dev.ipam.builtin.store.FormatFile.State;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.UnavailableException;
import dev.ipam.file.OwnerOnly;
import dev.ipam.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The directory of a store, locked for this process. */
final class DirectoryStore implements Store {
  private final Path path;
  private final StoreOptions options;
  private final @Nullable ProcessLock lock;
  private final UUID id;

  private DirectoryStore(Path path, StoreOptions options, @Nullable ProcessLock lock, UUID id) {
    this.path = path;
    this.options = options;
    this.lock = lock;
    this.id = id;
  }

  static Store open(
      Path directory,
      boolean createIfMissing,
      StoreOptions options,
      @Nullable Path nativeDirectory) {
    return uninterrupted(
        () ->
            open(
                directory.toAbsolutePath().normalize(), options, nativeDirectory, createIfMissing));
  }

  /** An interrupt closes the file that is being used: it waits until the store is open. */
  private static <T> T uninterrupted(Supplier<T> opening) {
    boolean interrupted = Thread.interrupted();
    try {
      return opening.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Store open(
      Path path, StoreOptions options, @Nullable Path nativeDirectory, boolean createIfMissing) {
    StoreDirectory.inspect(path, createIfMissing);
    try {
      if (!Files.exists(path)) {
        OwnerOnly.ensureDirectory(path);
        OwnerOnly.sync(path.resolveSibling("."));
      }
      ProcessLock lock = StoreDirectory.lock(path);
      try {
        OwnerOnly.restrictDirectory(path);
        NativeLibrary.load(nativeDirectory, path);
        return new DirectoryStore(path, options, lock, prepare(path, options));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
  }

  static Store openReadOnly(Path directory, StoreOptions options, @Nullable Path nativeDirectory) {
    Path path = directory.toAbsolutePath().normalize();
    StoreDirectory.inspect(path, false);
    try {
      FormatFile format = FormatFile.read(path);
      NativeLibrary.load(nativeDirectory, path);
      return new DirectoryStore(path, options, null, format.id());
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
  }

  @Override
  public @Nullable String holder() {
    return lock == null ? ProcessLock.holder(path.resolve(StoreDirectory.LOCK)) : null;
  }

  /** Creates what is not there yet, in steps of which each may be the last before a crash. */
  private static UUID prepare(Path path, StoreOptions options) throws IOException {
    FormatFile format = StoreDirectory.format(path);
    if (format != null && format.ready()) {
      ImportFiles.settle(path);
      StoreDirectory.deleteTree(path.resolve(ImportFiles.NEW));
      if (!Files.isDirectory(path.resolve(StoreDirectory.DATA))) {
        throw new StoreCorruptException(
            path.toString(), "directory " + StoreDirectory.DATA, "it is missing");
      }
      return format.id();
    }
    if (format != null && format.state() == State.RESTORING) {
      throw StoreDirectory.halfRestored(path);
    }
    UUID id = UUID.randomUUID();
    new FormatFile(id, State.CREATING).write(path);
    StoreDirectory.deleteTree(path.resolve(StoreDirectory.DATA));
    OwnerOnly.createDirectory(path.resolve(StoreDirectory.DATA));
    RocksOpening.create(path, options, id);
    OwnerOnly.sync(path);
    new FormatFile(id, State.READY).write(path);
    return id;
  }

  @Override
  public Tables tables() {
    return uninterrupted(this::openTables);
  }

  private Tables openTables() {
    if (lock == null) {
      return RocksOpening.openReadOnly(path, options, id);
    }
    try {
      ImportFiles.settle(path);
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
    return RocksOpening.open(path, options, id);
  }

  @Override
  public StoreImport beginImport() {
    return uninterrupted(this::beginImportBeside);
  }

  private StoreImport beginImportBeside() {
    try {
      StoreDirectory.deleteTree(path.resolve(ImportFiles.NEW));
      Path beside = ImportFiles.begin(path);
      // Made durable as a whole at its end, not write by write.
      StoreOptions unsynced = new StoreOptions(false, options.cacheBytes(), options.openFiles());
      RocksOpening.create(beside, unsynced, id);
      return new StoreImport(new RocksImportTarget(RocksOpening.open(beside, unsynced, id)));
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
  }

  @Override
  public void discardImport() {
    // What stays is deleted when the store is opened, or another import begins.
    StoreDirectory.deleteQuietly(path.resolve(ImportFiles.NEW));
  }

  @Override
  public void adopt(StoreImport done) {
    done.close();
    try {
      ImportFiles.adopt(path);
    } catch (IOException e) {
      throw new UnavailableException(
          path.toString(), "the import could not take its place", Outcome.UNKNOWN, e);
    }
  }

  @Override
  public boolean keepsChanges() {
    return !options.changes().isNone();
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public boolean hasFiles() {
    return true;
  }

  @Override
  public String format() {
    return Integer.toString(FormatFile.VERSION);
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw StoreDirectory.failure(path, e);
    }
  }
}
