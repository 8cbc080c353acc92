package dev.ipam.reference;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.reference.rows.Holds;
import dev.ipam.reference.rows.Holds.Hold;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.reference.rows.UnitRows;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestFingerprint;
import dev.ipam.spi.JoinedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Operations in a transaction of the caller's. What is taken is first set aside by a transaction of
 * the driver's, so that nobody else gets it and nobody waits; only then does the caller's
 * transaction write the allocation itself. Whoever finds the caller's transaction ended, and no
 * allocation, gives back what was set aside.
 *
 * @ipam.rule 6.30..6.34
 */
final class CallersTransaction implements JoinedTransaction {
  private final Engine engine;
  private final Database database;
  private final StoreErrors errors;
  private final Connection connection;
  private @Nullable String unit;
  private int locks;

  CallersTransaction(Engine engine, Database database, StoreErrors errors, Connection connection) {
    this.engine = engine;
    this.database = database;
    this.errors = errors;
    this.connection = connection;
  }

  /** What was set aside: rows for the caller's transaction to write. */
  private record Aside(long number, String subnetId, List<Allocation> allocations) {}

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    if (request.subnetIds().isEmpty()) {
      throw Allocator.exhausted(request, List.of());
    }
    String key = request.key();
    String fingerprint = key == null ? null : RequestFingerprint.of(request);
    return inside(
        request.subnetIds().get(0),
        sql -> {
          if (key != null && fingerprint != null) {
            catchUp(sql);
            KeyRow bound = KeyLedger.findOrFree(sql, key, fingerprint);
            if (bound != null) {
              return KeyedResults.of(sql, bound).get(0);
            }
          }
          String own = lockUnit(sql);
          Aside aside =
              new UnitWait(engine, own, request.subnetIds().get(0))
                  .write(session -> setAside(session, request, fingerprint, own));
          new Holds(sql).insert(aside.number, aside.allocations);
          if (key != null && fingerprint != null) {
            new KeyRow(key, fingerprint, List.of(aside.allocations.size()), null).insert(sql);
          }
          confirm(sql, own, aside.subnetId);
          return aside.allocations;
        });
  }

  private static Aside setAside(
      Session session, AllocationRequest request, @Nullable String fingerprint, String unit) {
    String key = request.key();
    if (key != null && fingerprint != null && session.keys().find(key, fingerprint, unit) != null) {
      // Another transaction has bound it since this one looked: the next one will see its result.
      throw TransactionConflictException.ofSubnet(request.subnetIds().get(0), null);
    }
    Allocator.Served served = Allocator.choose(session, request, key);
    SubnetState state = served.state();
    List<Hold> holds = new ArrayList<>();
    IpAddress position = state.pass().position();
    for (Allocation allocation : served.allocations()) {
      boolean last = allocation.address().equals(position);
      holds.add(
          new Hold(
              allocation.address(),
              unit,
              Holds.TAKES,
              allocation.token(),
              allocation.key(),
              last ? state.pass().number() : 0,
              last ? served.before() : null));
    }
    new Holds(session.sql()).add(state.number(), holds);
    state.countHolds(holds.size());
    return new Aside(state.number(), state.id(), served.allocations());
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return inside(
        request.subnetId(),
        sql -> {
          catchUp(sql);
          Optional<Allocation> held = SubnetLookUp.find(sql, request.subnetId(), request.address());
          if (held.isEmpty()) {
            return held;
          }
          Allocation allocation = held.get();
          Releaser.checkOwned(request, allocation);
          String own = lockUnit(sql);
          long number =
              new UnitWait(engine, own, request.subnetId())
                  .write(session -> mark(session, allocation, own));
          if (!new Holds(sql).delete(number, allocation)) {
            throw TransactionConflictException.ofSubnet(request.subnetId(), null);
          }
          confirm(sql, own, request.subnetId());
          return held;
        });
  }

  /**
   * Makes sure that what was written is in the transaction that has the unit's row. A server of a
   * cluster undoes a transaction for another server's between two statements, and may run the rest
   * in a new one: of that the caller would commit the allocation, without what it wrote itself.
   */
  private void confirm(Sql sql, String own, String subnetId) {
    if (database.isCluster() && !new UnitRows(sql).isLocked(own, locks)) {
      throw TransactionConflictException.ofSubnet(subnetId, null);
    }
  }

  /** What this transaction has taken itself is set aside already. */
  private static long mark(Session session, Allocation allocation, String unit) {
    SubnetState state = session.subnets().required(allocation.subnetId());
    Holds holds = new Holds(session.sql());
    Hold hold = holds.find(state.number(), allocation.address());
    if (hold == null) {
      Hold release =
          new Hold(
              allocation.address(),
              unit,
              Holds.RELEASES,
              allocation.token(),
              allocation.key(),
              0,
              null);
      holds.add(state.number(), List.of(release));
      state.countHolds(1);
    } else if (!hold.unitId().equals(unit)) {
      throw SubnetHolds.undecided(hold.unitId());
    }
    return state.number();
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return inside(
        subnetId,
        sql -> {
          catchUp(sql);
          return SubnetLookUp.find(sql, subnetId, address);
        });
  }

  /**
   * The caller's transaction has the row locked from here on; a new one, if it has ended before.
   */
  private String lockUnit(Sql sql) {
    String known = unit;
    UnitRows units = new UnitRows(sql);
    if (known != null && units.lock(known, locks)) {
      locks++;
      return known;
    }
    String node = sql.first(database.dialect().node(), row -> row.getString(1));
    String server = node == null ? "" : node;
    String fresh = UUID.randomUUID().toString();
    engine.write(
        session -> {
          long before = session.millis() - database.deadline().toMillis();
          if (session.isSweepDue(before)) {
            new EndedUnits(session).sweep(server, before);
          }
          new UnitRows(session.sql()).begin(fresh, server, session.millis());
          session.notes().silent();
          return true;
        });
    catchUp(sql);
    if (!units.lock(fresh, 0)) {
      throw errors.unavailable(
          "the caller's connection does not see what the driver has written; it must be to the"
              + " same database, at the isolation READ COMMITTED, or begin with this operation",
          Outcome.NOT_APPLIED,
          null);
    }
    unit = fresh;
    locks = 1;
    return fresh;
  }

  /**
   * Makes the caller's server of a cluster see what others were told is committed. Reading a row
   * that is not there yet would lock its place, and whoever locks the place of a row that another
   * server has committed is undone.
   */
  private void catchUp(Sql sql) {
    String position = database.isCluster() ? engine.run(Session::position) : null;
    if (position != null) {
      long seconds = Math.max(1, database.deadline().toSeconds());
      sql.number(database.dialect().awaitPosition(), position, seconds);
    }
  }

  private <R> R inside(String subnetId, Function<Sql, R> work) {
    try (Sql sql = new Sql(connection)) {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException(
            "The connection is in auto-commit mode, so there is no transaction to join.");
      }
      R result = work.apply(sql);
      sql.send();
      return result;
    } catch (SqlFailure e) {
      throw failed(subnetId, e.failure());
    } catch (SQLException e) {
      throw failed(subnetId, e);
    }
  }

  private IpamException failed(String subnetId, SQLException e) {
    return Failure.of(e).isTransient()
        ? TransactionConflictException.ofSubnet(subnetId, e)
        : errors.of(e, List.of(), Outcome.NOT_APPLIED);
  }
}
