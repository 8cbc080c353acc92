package dev.ipam.builtin;

import dev.ipam.builtin.store.Marks;
import dev.ipam.builtin.store.Reads;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.spi.AuthorityState;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Everything that was read of the store since it was opened: when a write fails it is dropped as a
 * whole. Used by the thread that leads, but for {@link #reads}.
 */
final class Session {
  private final Tables tables;
  private final Reads reads;
  private final Clock clock;
  private final RandomGenerator random;
  private final SubnetStates subnets;
  private final PoolStates pools;
  private final ScopeStates scopes;
  private final KeyLedger keys;
  private final RemovedRows removedRows;
  private final Fence fence;
  private final Replica replica;
  private long token;
  private long subnetNumber;
  private long millis;
  private Instant now = Instant.EPOCH;
  private boolean clockRead;

  /** Begins to work on tables; where that fails, they are closed. */
  static Session on(Tables tables, Clock clock, RandomGenerator random) {
    return on(tables, clock, random, false);
  }

  /** Begins to work on tables for a driver that serves or rehearses. */
  static Session on(Tables tables, Clock clock, RandomGenerator random, boolean rehearsing) {
    try {
      return new Session(tables, clock, random, rehearsing);
    } catch (RuntimeException | Error e) {
      tables.close(Engine::closedError);
      throw e;
    }
  }

  private Session(Tables tables, Clock clock, RandomGenerator random, boolean rehearsing) {
    this.tables = tables;
    this.reads = tables.reads();
    this.clock = clock;
    this.random = random;
    this.subnets = new SubnetStates(tables, this::millis);
    this.pools = new PoolStates(tables);
    this.scopes = new ScopeStates(tables);
    this.keys = new KeyLedger(tables);
    this.removedRows = new RemovedRows(tables, keys);
    this.fence = new Fence(tables, this::now, rehearsing);
    this.replica = new Replica(this);
    Marks marks = tables.marks();
    token = marks.token();
    subnetNumber = marks.subnetNumber();
    millis = marks.millis();
  }

  Tables tables() {
    return tables;
  }

  Reads reads() {
    return reads;
  }

  RandomGenerator random() {
    return random;
  }

  SubnetStates subnets() {
    return subnets;
  }

  PoolStates pools() {
    return pools;
  }

  ScopeStates scopes() {
    return scopes;
  }

  KeyLedger keys() {
    return keys;
  }

  Fence fence() {
    return fence;
  }

  Replica replica() {
    return replica;
  }

  /** Changes what the store is, if it is what is expected. */
  void changeAuthority(AuthorityState expected, AuthorityState next) {
    fence.require(expected);
    if (expected instanceof AuthorityState.Following
        && !(next instanceof AuthorityState.Following)) {
      replica.end();
    }
    tables.setAuthority(next);
  }

  RemovedRows removedRows() {
    return removedRows;
  }

  /** What must never be given out again, of what was committed. */
  Marks marks() {
    return tables.marks();
  }

  /**
   * Throws where something is there.
   *
   * @throws StoreNotEmptyException if a subnet, pool or scope is
   */
  void requireEmpty(Store store) {
    try (Stream<?> subnetRows = reads.subnets();
        Stream<?> poolRows = reads.pools().pools();
        Stream<?> scopeRows = reads.pools().scopes()) {
      if (Stream.of(subnetRows, poolRows, scopeRows).anyMatch(rows -> rows.findAny().isPresent())) {
        throw new StoreNotEmptyException(store.location());
      }
    }
  }

  long nextToken() {
    return ++token;
  }

  void raiseToken(long atLeast) {
    token = Math.max(token, atLeast);
  }

  /** Notes a time before which the store's time must never be again. */
  void raiseTime(long atLeastMillis) {
    millis = Math.max(millis, atLeastMillis);
  }

  /** Puts what is only in memory of subnets into the batch, then forgets what was read. */
  void storeAndForgetAll() {
    subnets.storePasses();
    subnets.storeIndexes();
    forgetAll();
  }

  /** Forgets what was read of subnets and pools: the rows say something else by now. */
  void forgetAll() {
    subnets.forgetAll();
    pools.forgetAll();
    scopes.forgetAll();
  }

  long nextSubnetNumber() {
    return ++subnetNumber;
  }

  /** The time of the batch; never before one that the store recorded. */
  Instant now() {
    if (!clockRead) {
      millis = Math.max(millis, clock.millis());
      now = Instant.ofEpochMilli(millis);
      clockRead = true;
    }
    return now;
  }

  /** The same in milliseconds since 1970. */
  long millis() {
    return now().toEpochMilli();
  }

  /** Returns a number that grows with every change of the batch. */
  int size() {
    return tables.size();
  }

  /**
   * Writes the batch.
   *
   * @throws dev.ipam.error.UnavailableException if that failed; the session must be closed then
   */
  void commit() {
    if (!tables.isWritable()) {
      // What has rested by now is so for whoever is answered; the writer notes it when it writes.
      clockRead = false;
      return;
    }
    subnets.storePasses();
    subnets.storeIndexes();
    // What has rested by the time of this batch has done so for good: also after a crash, and with
    // a clock that is set back.
    if (tables.isDirty() || subnets.haveRested()) {
      // Whatever changes has a time, also where no operation asked for it.
      now();
      tables.setMarks(new Marks(token, subnetNumber, millis));
      removedRows.step();
      subnets.settle();
      tables.commit();
    }
    replica.committed();
    clockRead = false;
  }

  void close(Supplier<? extends IpamException> why) {
    tables.close(why);
  }
}
