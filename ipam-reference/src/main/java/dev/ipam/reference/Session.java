package dev.ipam.reference;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Nodes;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationBuffer;
import dev.ipam.reference.rows.ChangeTable;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.rows.SubnetsAhead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes, the transaction on it, and what was read by it. Used by the thread
 * that leads.
 *
 * <p>All writing is in one order ({@link StoreOrder}), and what was read stays right from one
 * transaction to the next as long as the version of the store is the one that the last left.
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
  private final StoreOrder order;
  private final long writer = UUID.randomUUID().getLeastSignificantBits();
  private long token;
  private long subnetNumber;
  private long recorded;
  private long millis;
  private long clockMillis;
  private long shown = Long.MIN_VALUE;
  private final Nodes nodes;
  private @Nullable String node;
  private long swept = Long.MIN_VALUE;
  private boolean adopted;
  private @Nullable SentCommit sent;

  Session(
      Connection connection,
      Dialect dialect,
      StoreTime time,
      RandomGenerator random,
      ChangeTable changes,
      Nodes nodes,
      boolean rehearsing) {
    this.sql = Sql.ofWriter(connection, dialect);
    this.order = new StoreOrder(sql, dialect, System::nanoTime);
    this.sql.beforeWriting(this::hold);
    this.fence = new Fence(this, rehearsing);
    this.dialect = dialect;
    this.time = time;
    this.random = random;
    this.changes = changes;
    this.nodes = nodes;
    this.notes = new ChangeNotes(changes.isKept(), dialect.longestBytes());
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
    return order.row();
  }

  /** Makes sure that nobody else writes from here on, nor has since this process did. */
  void hold() {
    if (order.hold()) {
      tellTime();
    }
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
    hold();
    shown = Math.max(shown, clockMillis);
    return millis;
  }

  Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  /**
   * The time to be recorded of what happens in the transaction, on which nothing else depends;
   * where the row of the store is not held yet, it is about that of the database, and not before.
   */
  long stampMillis() {
    if (order.isHeld()) {
      shown = Math.max(shown, clockMillis);
    }
    recorded = millis;
    return millis;
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
    recorded = Math.max(recorded, itsMillis);
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

  /**
   * Begins a transaction.
   *
   * @param subnetIds subnets that it will need
   */
  void begin(List<String> subnetIds) throws SQLException {
    adopted = false;
    sent = null;
    notes.clear();
    beginWith(dialect.isShared() ? subnetIds : List.of());
    StoreRow row = order.row();
    fence.begin(row.authority());
    token = row.token();
    subnetNumber = row.subnetNumber();
    recorded = row.millis();
    tellTime();
  }

  /**
   * Reads what it does not know of these in one round trip; where there are other processes, in
   * that which reads the row of the store, since from then on all of them wait.
   */
  private void beginWith(List<String> subnetIds) throws SQLException {
    if (!subnetIds.isEmpty() && order.hasCompany()) {
      SubnetsAhead ahead = new SubnetsAhead(sql, dialect, subnetIds);
      if (!order.begin(ahead.queries())) {
        subnets.clear();
      }
      subnets.learn(ahead);
      return;
    }
    if (!order.begin(List.of())) {
      subnets.clear();
    }
    List<String> unknown = subnets.unknownOf(subnetIds);
    if (!unknown.isEmpty()) {
      SubnetsAhead ahead = new SubnetsAhead(sql, dialect, unknown);
      sql.queryAtOnce(ahead.queries());
      subnets.learn(ahead);
    }
  }

  private void tellTime() {
    clockMillis = Math.max(time.millis(order.row()), shown);
    millis = Math.max(recorded, clockMillis);
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
      StoreRow row = order.row();
      long version = row.version() + 1;
      recorded = millis;
      long kept = changes.write(sql, notes.entries(), row, version, millis, writer);
      long changesAfter = adopted ? version : kept;
      StoreRow next =
          new StoreRow(
              version, token, subnetNumber, millis, changesAfter, writer, fence.stored().text(), 0);
      sent = new SentCommit(version, writer, !notes.entries().isEmpty());
      if (!order.replaceAndCommit(next)) {
        throw new Overtaken();
      }
      order.leave(next);
      subnets.trim();
    } else {
      // What was answered must have been so at some time of the transaction.
      hold();
      sql.commit();
      order.leave(order.row());
      subnets.trim();
    }
  }

  /** Whether somebody else has written between the last two transactions. */
  boolean othersWrote() {
    return order.othersWrote();
  }

  /** The commit that has been sent in this transaction, or null where none was that matters. */
  @Nullable SentCommit sentCommit() {
    return sql.isCommitting() ? sent : null;
  }

  /**
   * Finds out what became of a commit of a connection that was lost, and sees to it that it will
   * not take effect later: its statements may still be on their way to the server.
   *
   * @param commit the commit
   * @return whether it took effect, or null where nobody can tell any more
   */
  @Nullable Boolean settle(SentCommit commit) throws Overtaken, SQLException {
    begin(List.of());
    StoreRow row = order.row();
    if (row.version() < commit.version()) {
      // Nobody holds the row of the store, so it is not under way. When the version is another, it
      // fails by it.
      notes.silent();
      commit();
      return false;
    }
    Long author =
        row.version() == commit.version()
            ? Long.valueOf(row.writer())
            : ChangeTable.writerOf(sql, commit.version());
    commit();
    if (author != null) {
      return author == commit.writer();
    }
    // Of a version that changed nothing that is told there is no row.
    boolean kept = commit.isTold() && row.changesAfter() < commit.version();
    return kept ? Boolean.FALSE : null;
  }

  /** Undoes the transaction and forgets what was read. */
  void rollback() throws SQLException {
    order.forget();
    notes.clear();
    touched.clear();
    subnets.clear();
    keys.clear();
    allocations.clear();
    sql.forgetWaiting();
    sql.rollback();
  }

  /** Closes the connection, which undoes what was not committed. */
  void close() {
    try {
      sql.rollback();
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
