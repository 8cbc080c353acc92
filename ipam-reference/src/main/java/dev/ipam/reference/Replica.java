package dev.ipam.reference;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.PoolUse;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.reference.rows.SubnetCounts;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AuthorityState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store that follows another one hold what that one holds. What subnets and pools have to
 * do with each other is consistent only when everything was told: the free space of pools is made
 * anew when the store ends following.
 *
 * @ipam.rule 7.06 7.22
 */
final class Replica {
  /** No pass has more addresses spent; a wider range is a fault of whoever tells it. */
  private static final long MOST_SPENT = 65_536;

  private final Session session;
  private final Sql sql;

  Replica(Session session) {
    this.session = session;
    this.sql = session.sql();
  }

  /** Applies changes; where one is refused, the transaction is undone. */
  AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes) {
    session.fence().require(expected);
    for (Change change : changes) {
      apply(change.step());
    }
    // A key may stand for what is still to come: the leader tells when it is free.
    session.keys().clear();
    if (changes.isEmpty() || expected.position() == null) {
      return expected;
    }
    var reached = expected.reaching(changes.get(changes.size() - 1).position());
    session.fence().reach(reached);
    return reached;
  }

  /** Ends following: makes the space of pools and scopes of what was told. */
  void end() {
    session.flush();
    for (String table : List.of("ipam_pool_free", "ipam_pool_use", "ipam_scope_prefix")) {
      sql.run("DELETE FROM " + table);
    }
    List<SubnetPool> pools =
        sql.all("SELECT " + PoolRow.COLUMNS + " FROM ipam_pool ORDER BY id", PoolRow::read);
    pools.forEach(pool -> PoolChanges.open(session, pool));
    List<Subnet> subnets =
        sql.all(
            "SELECT " + SubnetRow.COLUMNS + " FROM ipam_subnet s WHERE s.pool_id IS NOT NULL",
            row -> SubnetRow.read(row).subnet());
    subnets.forEach(session.pools()::take);
    session.notes().silent();
  }

  private void apply(Change.Step step) {
    if (step instanceof Change.Upsert upsert) {
      put(upsert.record());
    } else if (step instanceof Change.AddressFreed freed) {
      SubnetState state = required(freed.subnetId());
      state.copy().free(checked(state, freed.address()));
    } else if (step instanceof Change.PassMoved moved) {
      movePass(required(moved.subnetId()), moved.position(), moved.started());
    } else if (step instanceof Change.Unspent unspent) {
      SubnetState state = required(unspent.subnetId());
      state.copy().unspend(within(state, unspent.range()));
    } else if (step instanceof Change.SubnetRemoved removed) {
      SubnetState state = session.subnets().find(removed.subnetId());
      if (state != null) {
        remove(state);
      }
    } else if (step instanceof Change.PoolRemoved removed) {
      PoolRow.delete(sql, removed.poolId());
      session.notes().pool(removed.poolId());
    } else if (step instanceof Change.ScopeRemoved removed) {
      ScopeRow.delete(sql, removed.scopeId());
      session.notes().scope(removed.scopeId());
    } else if (step instanceof Change.KeyRemoved removed) {
      KeyRow.deleteUnbound(sql, removed.key());
      session.notes().key(removed.key());
    }
  }

  private void put(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      Allocation allocation = held.allocation();
      SubnetState state = required(allocation.subnetId());
      checked(state, allocation.address());
      state.copy().put(allocation);
      session.raiseToken(allocation.token());
      session.raiseTime(allocation.allocatedAt().toEpochMilli());
    } else if (record instanceof RestRecord rest) {
      put(required(rest.subnetId()), rest);
    } else if (record instanceof PassRecord pass) {
      movePass(required(pass.subnetId()), pass.position(), null);
    } else if (record instanceof SpentRecord spent) {
      SubnetState state = required(spent.subnetId());
      spent.ranges().forEach(range -> state.copy().spend(few(state, range)));
    } else if (record instanceof SubnetRecord subnet) {
      put(subnet.subnet(), subnet.creation());
    } else if (record instanceof SnapshotRecord.KeyRecord key) {
      bind(new KeyRow(key.bound().key(), key.bound().fingerprint(), key.counts(), null));
    } else if (record instanceof PoolRecord pool) {
      put(pool.pool());
    } else if (record instanceof ScopeRecord scope) {
      ScopeRow.delete(sql, scope.scope().id());
      ScopeRow.insert(sql, scope.scope());
      session.notes().scope(scope.scope().id());
    } else if (record instanceof TokenMark mark) {
      session.raiseToken(mark.token());
    }
  }

  private void put(SubnetPool pool) {
    PoolRow.delete(sql, pool.id());
    PoolRow.insert(sql, pool);
    session.notes().pool(pool.id());
  }

  private void bind(KeyRow key) {
    KeyRow.delete(sql, key.name());
    key.insert(sql);
    session.notes().key(key.name());
  }

  private void put(SubnetState state, RestRecord rest) {
    if (!state.hasRest()) {
      throw refused(rest.address() + " rests in subnet " + state.id() + ", which has no rest");
    }
    long until = rest.until().toEpochMilli();
    state.copy().put(checked(state, rest.address()), until);
    session.raiseTime(until - state.subnet().rest().toMillis());
  }

  private void put(Subnet subnet, @Nullable BoundKey creation) {
    String key = creation == null ? null : creation.key();
    SubnetState before = session.subnets().find(subnet.id());
    boolean same =
        before != null
            && SubnetCopy.isSameLife(before.subnet(), subnet)
            && Objects.equals(before.key(), key);
    if (before != null && !same) {
      remove(before);
    }
    if (before == null || !same) {
      SubnetRow row = new SubnetRow(session.nextSubnetNumber(), subnet, key, SubnetCounts.NEW);
      row.insert(sql);
      session.subnets().add(row);
      if (subnet.poolId() != null) {
        new PoolUse(sql, subnet.poolId()).add(subnet);
      }
      if (creation != null) {
        bind(new KeyRow(creation.key(), creation.fingerprint(), List.of(), row.number()));
      }
    } else if (!before.subnet().pools().equals(subnet.pools())) {
      PoolReplacement.replace(before, subnet);
    } else if (!before.subnet().equals(subnet)) {
      before.redefine(subnet);
    }
    session.notes().subnet(subnet.id());
  }

  private void remove(SubnetState state) {
    session.flush();
    Subnet subnet = state.subnet();
    if (subnet.poolId() != null) {
      new PoolUse(sql, subnet.poolId()).remove(subnet);
    }
    session.keys().subnetRemoved(state);
    SubnetRow.delete(sql, state.number());
    RemovedRows.begin(session, state.number());
    session.forget(state);
    session.notes().subnetRemoved(state.id());
  }

  private void movePass(SubnetState state, @Nullable IpAddress last, @Nullable Instant started) {
    if (last != null) {
      checked(state, last);
    }
    state.pass().follow(last, started == null ? Long.MIN_VALUE : started.toEpochMilli());
  }

  private SubnetState required(String id) {
    SubnetState state = session.subnets().find(id);
    if (state == null) {
      throw refused("it is of subnet \"" + id + "\", which is not there");
    }
    return state;
  }

  private static IpAddress checked(SubnetState state, IpAddress address) {
    if (!AllocationPools.isAllocatable(state.subnet().cidr(), address)) {
      throw refused(address + " is no address that subnet " + state.id() + " can give to anyone");
    }
    return address;
  }

  private static AddressRange few(SubnetState state, AddressRange range) {
    if (range.saturatedSize() > MOST_SPENT) {
      throw refused(range + " is spent in subnet " + state.id() + ", which is more than can be");
    }
    return within(state, range);
  }

  private static AddressRange within(SubnetState state, AddressRange range) {
    if (!state.subnet().cidr().contains(range.first())
        || !state.subnet().cidr().contains(range.last())) {
      throw refused(range + " is not in subnet " + state.id());
    }
    return range;
  }

  private static InvalidDumpException refused(String reason) {
    return new InvalidDumpException("a change", reason);
  }
}
