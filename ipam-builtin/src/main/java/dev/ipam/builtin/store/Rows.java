package dev.ipam.builtin.store;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A walk over rows in the order of their keys, within a view. */
final class Rows implements AutoCloseable {
  private final ReadView view;
  private final Path store;
  private final @Nullable Slice bound;
  private final ReadOptions options;
  private final RocksIterator iterator;
  private boolean started;
  private boolean freed;

  Rows(
      ReadView view,
      Path store,
      RocksDB database,
      ColumnFamilyHandle handle,
      @Nullable Snapshot snapshot,
      byte[] prefix,
      byte[] from) {
    this.view = view;
    this.store = store;
    byte[] end = after(prefix);
    bound = end == null ? null : new Slice(end);
    options = new ReadOptions().setVerifyChecksums(true);
    if (snapshot != null) {
      options.setSnapshot(snapshot);
    }
    if (bound != null) {
      options.setIterateUpperBound(bound);
    }
    iterator = database.newIterator(handle, options);
    iterator.seek(from);
  }

  /** The first key behind all that begin with a prefix; null where there is none. */
  static byte @Nullable [] after(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == -1) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    byte[] end = Arrays.copyOf(prefix, last + 1);
    end[last]++;
    return end;
  }

  /** Goes to the next row; false at the end. */
  boolean next() {
    synchronized (view) {
      check();
      // RocksDB does not survive a step beyond the end, and an iterator may ask there again.
      if (started && iterator.isValid()) {
        iterator.next();
      }
      started = true;
      if (iterator.isValid()) {
        return true;
      }
      try {
        // An iterator that meets a damaged block ends as if nothing more were there.
        iterator.status();
      } catch (RocksDBException e) {
        throw RocksFailures.reading(store, e);
      }
      return false;
    }
  }

  /** Goes on at the first row not before a key, with the next call of {@link #next}. */
  void seek(byte[] key) {
    synchronized (view) {
      check();
      iterator.seek(key);
      started = false;
    }
  }

  byte[] key() {
    synchronized (view) {
      check();
      return iterator.key();
    }
  }

  byte[] value() {
    synchronized (view) {
      check();
      return iterator.value();
    }
  }

  private void check() {
    view.check();
    if (freed) {
      throw new IllegalStateException("The stream has been closed.");
    }
  }

  /** Frees what is native. The caller holds the view's monitor. */
  void free() {
    if (!freed) {
      freed = true;
      iterator.close();
      options.close();
      if (bound != null) {
        bound.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (view) {
      free();
      view.forget(this);
    }
  }
}
