package dev.ipam.builtin.store;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB that outlives no call into it: after {@link #close} every method throws, and what
 * is under way when it is called is waited for.
 */
final class Rocks {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(5);
  private static final int ATTEMPTS = 10;

  /** How long a store that another process writes may change while it is opened for reading. */
  private static final Duration LONGEST_OPENING = Duration.ofSeconds(30);

  private final Path store;
  private final RocksOptions options;
  private final RocksDB database;
  private final Families families;
  private final List<ColumnFamilyHandle> allHandles;
  private final ReadOptions read;
  private final WriteOptions write;
  private final Guard guard = new Guard();
  private final Set<ReadView> views = ConcurrentHashMap.newKeySet();
  private final ManifestSeal seal;
  private final @Nullable Path own;
  private volatile Supplier<? extends IpamException> whyClosed;

  private Rocks(
      Path store,
      RocksOptions options,
      RocksDB database,
      List<ColumnFamilyHandle> allHandles,
      boolean sync,
      @Nullable Path own) {
    this.store = store;
    this.options = options;
    this.database = database;
    this.allHandles = allHandles;
    this.families = new Families(allHandles.subList(1, allHandles.size()));
    this.read = new ReadOptions().setVerifyChecksums(true);
    this.write = new WriteOptions().setSync(sync);
    this.seal = new ManifestSeal(store);
    this.own = own;
    this.whyClosed =
        () -> new UnavailableException(store.toString(), "it is closed", Outcome.NOT_APPLIED, null);
  }

  static Rocks open(Path store, StoreOptions how, boolean create) {
    RocksOptions options = new RocksOptions(how, create, create || lacksAdded(store));
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      String path = store.resolve(StoreDirectory.DATA).toString();
      RocksDB database = RocksDB.open(options.database(), path, options.families(), handles);
      Rocks rocks = new Rocks(store, options, database, handles, how.sync(), null);
      rocks.seal.update();
      return rocks;
    } catch (RocksDBException e) {
      options.close();
      throw RocksFailures.opening(store, e);
    }
  }

  /**
   * Tells whether a store of an earlier version lacks a table, which can be added.
   *
   * @throws StoreCorruptException if it lacks any other
   * @throws StoreFormatUnsupportedException if it has a table that only a later version knows
   */
  private static boolean lacksAdded(Path store) {
    Set<String> names = new TreeSet<>();
    try (Options none = new Options()) {
      String path = store.resolve(StoreDirectory.DATA).toString();
      for (byte[] name : RocksDB.listColumnFamilies(none, path)) {
        names.add(new String(name, StandardCharsets.UTF_8));
      }
    } catch (RocksDBException e) {
      // Opening it says what is wrong.
      return false;
    }
    names.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
    boolean lacking = false;
    for (Family family : Family.values()) {
      boolean there = names.remove(family.label());
      if (!there && !family.isAdded()) {
        throw new StoreCorruptException(
            store.toString(), "table " + family.label(), "it is missing");
      }
      lacking |= !there;
    }
    if (!names.isEmpty()) {
      throw new StoreFormatUnsupportedException(
          store.toString(),
          "of a later version, with the table " + String.join(", ", names),
          "format " + FormatFile.VERSION + " without it");
    }
    return lacking;
  }

  /**
   * Opens what another process writes, for reading, as it is now.
   *
   * <p>RocksDB reads the manifest first and the logs then. What the other process moves from a log
   * to a table in between, it would miss; but that makes the manifest grow before the log goes.
   */
  static Rocks openReadOnly(Path store, StoreOptions how) {
    long end = System.nanoTime() + LONGEST_OPENING.toNanos();
    for (int attempt = 1; ; attempt++) {
      String before = ManifestSeal.manifest(store);
      try {
        Rocks rocks = tryReadOnly(store, how);
        boolean whole = false;
        try {
          whole = ManifestSeal.manifest(store).equals(before);
        } finally {
          if (!whole) {
            rocks.close(rocks::closed);
          }
        }
        if (whole) {
          return rocks;
        }
      } catch (StoreCorruptException e) {
        // Files that were listed may be gone a moment later, when the other process needs them no
        // longer.
        if (attempt >= ATTEMPTS && ManifestSeal.manifest(store).equals(before)) {
          throw e;
        }
      }
      if (System.nanoTime() > end) {
        throw new UnavailableException(
            store.toString(),
            "the process that has it replaces its files faster than they can be read",
            Outcome.NOT_APPLIED,
            null);
      }
      Uninterruptibles.sleepUninterruptibly(BETWEEN_ATTEMPTS);
    }
  }

  private static Rocks tryReadOnly(Path store, StoreOptions how) {
    RocksOptions options = new RocksOptions(how, false, false).keepingFilesOpen();
    Path own = null;
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      own = Files.createTempDirectory("ipam-reading-");
      RocksDB database =
          RocksDB.openAsSecondary(
              options.database(),
              store.resolve(StoreDirectory.DATA).toString(),
              own.toString(),
              options.families(),
              handles);
      return new Rocks(store, options, database, handles, false, own);
    } catch (RocksDBException e) {
      options.close();
      StoreDirectory.deleteQuietly(own);
      throw RocksFailures.opening(store, e);
    } catch (IOException e) {
      options.close();
      throw StoreDirectory.failure(store, e);
    }
  }

  Path store() {
    return store;
  }

  OptionalLong logSyncs() {
    enter();
    try {
      return options.logSyncs();
    } finally {
      guard.exit();
    }
  }

  /** Whether this is not a reader beside another process. */
  boolean isWritable() {
    return own == null;
  }

  BatchBuffer newBatch() {
    return new BatchBuffer(families);
  }

  byte @Nullable [] get(Family family, byte[] key) {
    enter();
    try {
      return database.get(families.handle(family), read, key);
    } catch (RocksDBException e) {
      throw RocksFailures.reading(store, e);
    } finally {
      guard.exit();
    }
  }

  /** Writes a batch; when it returns, the batch is as durable as the options ask for. */
  void write(BatchBuffer batch) throws RocksDBException {
    enter();
    try (WriteBatch writes = new WriteBatch(batch.toBytes())) {
      database.write(write, writes);
      seal.update();
    } finally {
      guard.exit();
    }
  }

  /** Writes without a log from now on: nothing is safe before {@link #flush}. */
  void writeUnlogged() {
    write.setDisableWAL(true);
  }

  /** Writes what is in memory to files and syncs them. */
  void flush() throws RocksDBException {
    enter();
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait, allHandles);
    } finally {
      guard.exit();
    }
  }

  /** Links or copies all files, as of one moment, into a directory that is not there yet. */
  void checkpoint(Path directory) throws RocksDBException {
    enter();
    try (Checkpoint checkpoint = Checkpoint.create(database)) {
      checkpoint.createCheckpoint(directory.toString());
    } finally {
      guard.exit();
    }
  }

  /** Frees the space of what was deleted of a table. */
  void compact(Family family) throws RocksDBException {
    enter();
    try {
      database.compactRange(families.handle(family));
    } finally {
      guard.exit();
    }
  }

  /**
   * Reads all files, and compares their checksums. Beside another process it does nothing: that one
   * may delete files by now that this one still has open, and reading all rows checks those.
   */
  void verifyChecksums() {
    if (own != null) {
      return;
    }
    enter();
    try {
      database.verifyChecksum();
    } catch (RocksDBException e) {
      throw RocksFailures.reading(store, e);
    } finally {
      guard.exit();
    }
  }

  /** Moves a table's rows from memory into a file. */
  void flush(Family family) throws RocksDBException {
    enter();
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait, families.handle(family));
    } finally {
      guard.exit();
    }
  }

  /** Opens a view of what is committed now. */
  ReadView view() {
    enter();
    try {
      ReadView view = new ReadView(this, database, families, views, own == null);
      views.add(view);
      return view;
    } finally {
      guard.exit();
    }
  }

  IpamException closed() {
    return whyClosed.get();
  }

  /** Closes it, with all views that are still open; the error is what later calls throw. */
  void close(Supplier<? extends IpamException> why) {
    whyClosed = why;
    if (!guard.close()) {
      return;
    }
    // No view can be made any more.
    for (ReadView view : views) {
      view.closeWith(why);
    }
    read.close();
    write.close();
    for (ColumnFamilyHandle handle : allHandles) {
      handle.close();
    }
    database.close();
    options.close();
    if (own == null) {
      seal.update();
    } else {
      StoreDirectory.deleteQuietly(own);
    }
  }

  private void enter() {
    if (!guard.enter()) {
      throw closed();
    }
  }
}
