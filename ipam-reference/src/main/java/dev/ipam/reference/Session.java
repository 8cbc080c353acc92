package dev.ipam.reference;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Nodes;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationBuffer;
import dev.ipam.reference.rows.ChangeTable;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.reference.rows.SubnetCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes, the transaction on it, and what was read by it. Used by the thread
 * that leads.
 *
 * <p>Every transaction begins by locking the row of the store and ends by replacing it, provided
 * that it is still the one that was read. So all writing is in one order, and what was read stays
 * right from one transaction to the next as long as the version is the one that the last left.
 */
final class Session {
  /** The row of the store was changed by somebody else after it was read. */
  static final class Overtaken extends Exception {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("another writer was faster", null, false, false);
    }
  }

  private final Sql sql;
  private final Dialect dialect;
  private final StoreTime time;
  private final RandomGenerator random;
  private final ChangeTable changes;
  private final ChangeNotes notes;
  private final SubnetStates subnets = new SubnetStates(this);
  private final PoolSpaces pools = new PoolSpaces(this);
  private final KeyLedger keys = new KeyLedger(this);
  private final Fence fence;
  private final AllocationBuffer allocations;
  private final Set<SubnetState> touched = new LinkedHashSet<>();
  private StoreRow row = new StoreRow(-1, 0, 0, Long.MIN_VALUE, 0, "unused", 0);
  private long seen = -1;
  private long token;
  private long subnetNumber;
  private long millis;
  private long clockMillis;
  private long shown = Long.MIN_VALUE;
  private final Nodes nodes;
  private @Nullable String node;
  private long swept = Long.MIN_VALUE;
  private boolean committing;
  private boolean adopted;
  private boolean othersWrote;

  Session(
      Connection connection,
      Dialect dialect,
      StoreTime time,
      RandomGenerator random,
      ChangeTable changes,
      Nodes nodes,
      boolean rehearsing) {
    this.sql = Sql.ofWriter(connection, dialect);
    this.fence = new Fence(this, rehearsing);
    this.dialect = dialect;
    this.time = time;
    this.random = random;
    this.changes = changes;
    this.nodes = nodes;
    this.notes = new ChangeNotes(changes.isKept());
    this.allocations = new AllocationBuffer(sql);
  }

  Sql sql() {
    return sql;
  }

  RandomGenerator random() {
    return random;
  }

  ChangeNotes notes() {
    return notes;
  }

  SubnetStates subnets() {
    return subnets;
  }

  PoolSpaces pools() {
    return pools;
  }

  KeyLedger keys() {
    return keys;
  }

  Fence fence() {
    return fence;
  }

  AllocationBuffer allocations() {
    return allocations;
  }

  StoreRow row() {
    return row;
  }

  long nextToken() {
    return ++token;
  }

  long nextSubnetNumber() {
    return ++subnetNumber;
  }

  /** Whether other processes may use the store. */
  boolean isShared() {
    return dialect.isShared();
  }

  /** The servers, each asked for itself. */
  Nodes nodes() {
    return nodes;
  }

  /** Which server the connection is to. */
  String node() {
    String known = node;
    if (known == null) {
      String found = sql.first(dialect.node(), each -> each.getString(1));
      known = found == null ? "" : found;
      node = known;
    }
    return known;
  }

  /** Up to which transaction the server of a cluster has seen all. */
  @Nullable String position() {
    return sql.first(dialect.position(), each -> each.getString(1));
  }

  /** Whether it was not asked since some time whether there is something to sweep up. */
  boolean isSweepDue(long before) {
    boolean due = swept < before;
    if (due) {
      swept = millis;
    }
    return due;
  }

  /** Takes several numbers, and returns the last. */
  long nextSubnetNumbers(int count) {
    subnetNumber += count;
    return subnetNumber;
  }

  /**
   * The time of the transaction, in milliseconds since 1970; never before one recorded, nor before
   * one that an answer went by, though nothing was written then.
   */
  long millis() {
    shown = Math.max(shown, clockMillis);
    return millis;
  }

  Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  /** Takes over what another store gave out; its changes cannot be followed across this. */
  void adopt(long itsToken, long itsMillis) {
    raiseToken(itsToken);
    raiseTime(itsMillis);
    adopted = true;
  }

  /** Notes a token that another store gave out. */
  void raiseToken(long itsToken) {
    token = Math.max(token, itsToken);
    notes.silent();
  }

  /** Notes a time that another store recorded. */
  void raiseTime(long itsMillis) {
    millis = Math.max(millis, itsMillis);
    notes.silent();
  }

  /** Notes that rows of a subnet are to be written. */
  void touch(SubnetState state) {
    touched.add(state);
    notes.silent();
  }

  /** Notes that a subnet is gone, of which nothing must be written any more. */
  void forget(SubnetState state) {
    touched.remove(state);
    allocations.forget(state.number());
    subnets.remove(state);
  }

  /** Begins a transaction. */
  void begin() throws SQLException {
    committing = false;
    adopted = false;
    notes.clear();
    dialect.begin(sql);
    row = StoreRow.lock(sql, dialect);
    othersWrote = row.version() != seen && seen >= 0;
    if (row.version() != seen) {
      subnets.clear();
    }
    fence.begin(row.authority());
    token = row.token();
    subnetNumber = row.subnetNumber();
    clockMillis = Math.max(time.millis(row), shown);
    millis = Math.max(row.millis(), clockMillis);
  }

  /** Writes what is only in memory, so that statements see it. */
  void flush() {
    collect();
    sql.send();
  }

  private void collect() {
    allocations.flush();
    List<SubnetCounts.Numbered> counts = new ArrayList<>(touched.size());
    for (SubnetState state : touched) {
      state.flush();
      counts.add(new SubnetCounts.Numbered(state.number(), state.counts()));
    }
    touched.clear();
    SubnetCounts.update(sql, counts);
  }

  /**
   * Ends the transaction.
   *
   * @throws Overtaken if somebody else has written meanwhile; it must be rolled back then
   */
  void commit() throws Overtaken, SQLException {
    if (notes.count() > 0) {
      // All this waits for the row of the store, and travels with it.
      collect();
      keys.sweep();
      long version = row.version() + 1;
      long kept = changes.write(sql, notes.entries(), row, version, millis);
      long changesAfter = adopted ? version : kept;
      StoreRow next =
          new StoreRow(
              version, token, subnetNumber, millis, changesAfter, fence.stored().text(), 0);
      if (!row.replace(sql, next)) {
        throw new Overtaken();
      }
      committing = true;
      dialect.commit(sql);
      seen = version;
      subnets.trim();
    } else {
      dialect.commit(sql);
      seen = row.version();
    }
  }

  /** Whether somebody else has written between the last two transactions. */
  boolean othersWrote() {
    return othersWrote;
  }

  /** Whether the last transaction came as far as its commit. */
  boolean isCommitting() {
    return committing;
  }

  /** Undoes the transaction and forgets what was read. */
  void rollback() throws SQLException {
    seen = -1;
    notes.clear();
    touched.clear();
    subnets.clear();
    keys.clear();
    allocations.clear();
    sql.forgetWaiting();
    dialect.rollback(sql);
  }

  /** Closes the connection, which undoes what was not committed. */
  void close() {
    try {
      dialect.rollback(sql);
    } catch (SQLException e) {
      // It is closed all the same.
    }
    try {
      sql.connection().close();
    } catch (SQLException e) {
      // There is nothing more to be done with it.
    }
  }
}
