package dev.ipam.builtin.store;

import dev.ipam.error.IpamException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/**
 * What was committed at one moment. Safe for use by any number of threads; the store may be closed
 * at any time, after which every method throws.
 */
final class ReadView implements AutoCloseable {
  private final Rocks rocks;
  private final RocksDB database;
  private final Families families;
  private final Set<ReadView> registry;
  private final @Nullable Snapshot snapshot;
  private final ReadOptions options;
  private final List<Rows> open = new ArrayList<>();
  private @Nullable Supplier<? extends RuntimeException> whyClosed;

  ReadView(
      Rocks rocks, RocksDB database, Families families, Set<ReadView> registry, boolean changing) {
    this.rocks = rocks;
    this.database = database;
    this.families = families;
    this.registry = registry;
    // What is open for reading only stays as it was; RocksDB has no snapshots of that.
    this.snapshot = changing ? database.getSnapshot() : null;
    this.options = new ReadOptions().setVerifyChecksums(true);
    if (snapshot != null) {
      options.setSnapshot(snapshot);
    }
  }

  synchronized byte @Nullable [] get(Family family, byte[] key) {
    check();
    try {
      return database.get(families.handle(family), options, key);
    } catch (RocksDBException e) {
      throw RocksFailures.reading(rocks.store(), e);
    }
  }

  /** Starts a walk over the rows whose keys begin with a prefix. */
  Rows rows(Family family, byte[] prefix) {
    return rows(family, prefix, prefix);
  }

  /** Starts a walk over the rows whose keys begin with a prefix, from one key on. */
  synchronized Rows rows(Family family, byte[] prefix, byte[] from) {
    check();
    Rows rows =
        new Rows(this, rocks.store(), database, families.handle(family), snapshot, prefix, from);
    open.add(rows);
    return rows;
  }

  /** Throws where the view is closed. The caller holds this view's monitor. */
  void check() {
    Supplier<? extends RuntimeException> why = whyClosed;
    if (why != null) {
      throw why.get();
    }
  }

  synchronized void forget(Rows rows) {
    open.remove(rows);
  }

  @Override
  public void close() {
    closeAll(() -> new IllegalStateException("The stream has been closed."));
  }

  void closeWith(Supplier<? extends IpamException> why) {
    closeAll(why);
  }

  private synchronized void closeAll(Supplier<? extends RuntimeException> why) {
    if (whyClosed != null) {
      return;
    }
    whyClosed = why;
    open.forEach(Rows::free);
    open.clear();
    options.close();
    if (snapshot != null) {
      database.releaseSnapshot(snapshot);
    }
    registry.remove(this);
  }
}
