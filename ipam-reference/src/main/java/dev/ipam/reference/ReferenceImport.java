package dev.ipam.reference;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.PlaceTable;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.reference.rows.StagedRows;
import dev.ipam.reference.space.RandomOrder;
import dev.ipam.reference.transfer.Importing;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.ImportSession;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An import: rows come in transactions of their own, under numbers of subnets that nobody knows,
 * until one transaction makes them the store's. What is given up is deleted like removed subnets.
 */
final class ReferenceImport implements ImportSession {
  private static final int BATCH = 2_000;
  private static final int NUMBERS = 256;

  private final Engine engine;
  private final String location;
  private final AtomicReference<@Nullable ReferenceImport> slot;
  private final String id = UUID.randomUUID().toString();
  private final Importing importing = new Importing(this::nextNumber);
  private AuthorityState begunAs = new AuthorityState.Unused();
  private long number;
  private long lastNumber;
  private @Nullable Supplier<? extends RuntimeException> over;

  private ReferenceImport(
      Engine engine, String location, AtomicReference<@Nullable ReferenceImport> slot) {
    this.engine = engine;
    this.location = location;
    this.slot = slot;
  }

  /** Begins an import into a store that must hold nothing. */
  static ReferenceImport begin(
      Engine engine, String location, AtomicReference<@Nullable ReferenceImport> slot) {
    ReferenceImport session = new ReferenceImport(engine, location, slot);
    if (!slot.compareAndSet(null, session)) {
      throw new DriverNotActiveException(
          ReferenceDriverProvider.NAME, "loading: an import is under way", null);
    }
    try {
      session.begunAs =
          engine.run(
              open -> {
                session.requireEmpty(open.sql());
                AuthorityState state = open.fence().importable();
                StagedRows.abandonAll(open.sql());
                open.notes().silent();
                return state;
              });
      return session;
    } catch (RuntimeException | Error e) {
      slot.set(null);
      throw e;
    }
  }

  private void requireEmpty(Sql sql) {
    if (!StagedRows.isEmpty(sql)) {
      throw new StoreNotEmptyException(location);
    }
  }

  private long nextNumber() {
    if (number == lastNumber) {
      lastNumber =
          engine.run(
              open -> {
                open.notes().silent();
                return open.nextSubnetNumbers(NUMBERS);
              });
      number = lastNumber - NUMBERS;
    }
    return ++number;
  }

  @Override
  public synchronized void add(List<SnapshotRecord> records) {
    attempt(
        () -> {
          for (SnapshotRecord record : records) {
            importing.add(record);
            if (importing.waiting() >= BATCH) {
              write();
            }
          }
        });
  }

  private void write() {
    Consumer<StagedRows> rows = importing.take();
    stage(rows);
    for (Importing.Random each : importing.takeRandom()) {
      stage(staged -> order(staged.sql(), each));
    }
  }

  private static void order(Sql sql, Importing.Random of) {
    RandomOrder order = new RandomOrder(new PlaceTable(of.number(), sql));
    PoolReplacement.build(order, sql, of.number(), new PoolRanks(of.subnet().pools()));
    order.flush();
  }

  private void stage(Consumer<StagedRows> rows) {
    engine.run(
        open -> {
          rows.accept(new StagedRows(open.sql(), id));
          open.notes().silent();
          return true;
        });
  }

  @Override
  public synchronized void commit() {
    attempt(
        () -> {
          importing.end();
          write();
          engine.runAlone(this::adopt);
        });
    end(() -> new IllegalStateException("The import has been committed."), false);
  }

  private boolean adopt(Session session) {
    Sql sql = session.sql();
    AuthorityState state = session.fence().importable();
    if (!state.equals(begunAs)) {
      throw Fence.notActive(state);
    }
    requireEmpty(sql);
    StagedRows rows = new StagedRows(sql, id);
    if (!rows.isWhole(importing.subnets())) {
      throw new DriverNotActiveException(
          ReferenceDriverProvider.NAME, "loading: another import has begun since", null);
    }
    importing.check(rows);
    importing.scopes().forEach(scope -> ScopeRow.insert(sql, scope));
    importing.pools().forEach(pool -> PoolChanges.insert(session, pool));
    rows.adopt();
    importing.fromPools().forEach(session.pools()::take);
    session.adopt(importing.token(), importing.millis());
    session.notes().silent();
    return true;
  }

  private void attempt(Runnable step) {
    Supplier<? extends RuntimeException> why = over;
    if (why != null) {
      throw why.get();
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      try {
        end(
            () -> new IllegalStateException("The import has failed and can only be closed.", e),
            true);
      } catch (RuntimeException later) {
        // What it left is deleted when the next one begins; the caller has to know the first.
        e.addSuppressed(later);
      }
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    end(() -> new IllegalStateException("The import has been closed."), true);
  }

  /** Ends it because the driver is closed; what it left is deleted when the next one begins. */
  synchronized void closeWith(Supplier<? extends RuntimeException> why) {
    end(why, false);
  }

  private void end(Supplier<? extends RuntimeException> why, boolean abandon) {
    if (over != null) {
      return;
    }
    over = why;
    try {
      if (abandon) {
        stage(StagedRows::abandon);
        engine.sweep();
      }
    } finally {
      slot.set(null);
    }
  }
}
