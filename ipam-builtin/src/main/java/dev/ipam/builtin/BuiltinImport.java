package dev.ipam.builtin;

import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreImport;
import dev.ipam.error.IpamException;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.ImportSession;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An import into tables beside those that are served. */
final class BuiltinImport implements ImportSession {
  private final Store store;
  private final Engine engine;
  private final AtomicReference<@Nullable BuiltinImport> slot;
  private final AuthorityState begunAs;
  private final StoreImport tables;
  private @Nullable Supplier<? extends RuntimeException> over;

  BuiltinImport(
      Store store,
      Engine engine,
      AuthorityState begunAs,
      AtomicReference<@Nullable BuiltinImport> slot) {
    this.begunAs = begunAs;
    this.store = store;
    this.engine = engine;
    this.slot = slot;
    this.tables = store.beginImport();
  }

  @Override
  public synchronized void add(List<SnapshotRecord> records) {
    attempt(() -> tables.add(records));
  }

  @Override
  public synchronized void commit() {
    attempt(
        () -> {
          tables.finish();
          engine.adopt(tables, begunAs);
        });
    end(() -> new IllegalStateException("The import has been committed."));
  }

  private void attempt(Runnable step) {
    Supplier<? extends RuntimeException> why = over;
    if (why != null) {
      throw why.get();
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      end(() -> new IllegalStateException("The import has failed and can only be closed.", e));
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    end(() -> new IllegalStateException("The import has been closed."));
  }

  /** Ends it because the driver is closed. */
  synchronized void closeWith(Supplier<? extends IpamException> why) {
    end(why);
  }

  private void end(Supplier<? extends RuntimeException> why) {
    if (over != null) {
      return;
    }
    over = why;
    try {
      tables.close();
      store.discardImport();
    } finally {
      slot.set(null);
    }
  }
}
