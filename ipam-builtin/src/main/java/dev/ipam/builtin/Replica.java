package dev.ipam.builtin;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.IndexTables;
import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.PassRecord;
import dev.ipam.builtin.store.PoolBlock;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store that follows another one hold what that one holds: writes rows as they are told,
 * and works nothing out. What is in memory of a subnet or pool that it touches is forgotten, and
 * read again from the rows when it is asked for.
 */
final class Replica {
  /** No pass has more addresses spent; a wider range is a fault of whoever tells it. */
  private static final long MOST_SPENT = 65_536;

  private final Session session;
  private final Tables tables;
  private final ReplicaKeys keys;
  private boolean dirty;

  Replica(Session session) {
    this.session = session;
    this.tables = session.tables();
    this.keys = new ReplicaKeys(tables, session.keys());
  }

  /** Tells whether the batch being made has applied changes, which nothing else of it may see. */
  boolean isDirty() {
    return dirty;
  }

  /** Applies changes; where one is refused, the batch must be dropped. */
  void apply(List<Change> changes) {
    if (!dirty) {
      // What is in memory of operations before these must not be written over what they tell.
      session.storeAndForgetAll();
    }
    dirty = true;
    keys.settle(changes.isEmpty());
    for (Change change : changes) {
      apply(change.step());
    }
  }

  /** Ends following: what keys were told of has come. */
  void end() {
    keys.settle(true);
    tables.carriers().clear();
  }

  /** Called when the batch has been written. */
  void committed() {
    if (dirty) {
      dirty = false;
      keys.committed();
      session.forgetAll();
    }
  }

  private void apply(Change.Step step) {
    if (step instanceof Change.Upsert upsert) {
      put(upsert.record());
    } else if (step instanceof Change.AddressFreed freed) {
      freeAddress(required(freed.subnetId()), freed.address());
    } else if (step instanceof Change.PassMoved moved) {
      movePass(required(moved.subnetId()), moved.position(), moved.started());
    } else if (step instanceof Change.Unspent unspent) {
      StoredSubnet stored = required(unspent.subnetId());
      AddressRange range = within(stored, unspent.range());
      tables
          .passes()
          .deleteSpent(stored, offset(stored, range.first()), offset(stored, range.last()));
    } else if (step instanceof Change.SubnetRemoved removed) {
      StoredSubnet stored = tables.subnet(removed.subnetId());
      if (stored != null) {
        remove(stored);
      }
    } else if (step instanceof Change.PoolRemoved removed) {
      tables.pools().deletePool(removed.poolId());
    } else if (step instanceof Change.ScopeRemoved removed) {
      tables.pools().deleteScope(removed.scopeId());
    } else if (step instanceof Change.KeyRemoved removed) {
      keys.remove(removed.key());
    }
  }

  private void put(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      put(required(held.allocation().subnetId()), held.allocation());
    } else if (record instanceof RestRecord rest) {
      put(required(rest.subnetId()), rest);
    } else if (record instanceof SnapshotRecord.PassRecord pass) {
      movePass(required(pass.subnetId()), pass.position(), null);
    } else if (record instanceof SpentRecord spent) {
      StoredSubnet stored = required(spent.subnetId());
      spent.ranges().forEach(range -> spend(stored, range));
    } else if (record instanceof SubnetRecord subnet) {
      put(subnet.subnet(), subnet.creation());
    } else if (record instanceof SnapshotRecord.KeyRecord key) {
      keys.declare(key);
    } else if (record instanceof PoolRecord pool) {
      tables.pools().putPool(pool.pool());
    } else if (record instanceof ScopeRecord scope) {
      tables.pools().putScope(scope.scope());
    } else if (record instanceof TokenMark mark) {
      session.raiseToken(mark.token());
    }
  }

  private void put(Subnet subnet, @Nullable BoundKey creation) {
    StoredSubnet before = tables.subnet(subnet.id());
    if (before != null && !isSameLife(before.subnet(), subnet)) {
      remove(before);
      before = null;
    }
    String key = creation == null ? null : creation.key();
    long number = before == null ? session.nextSubnetNumber() : before.number();
    StoredSubnet stored = new StoredSubnet(number, subnet, key);
    if (before != null && !Objects.equals(before.key(), key)) {
      session.keys().subnetRemoved(before);
    }
    if (before == null) {
      tables.addSubnet(stored);
    } else if (!stored.equals(before)) {
      tables.putSubnet(stored);
      restartPass(before.subnet(), stored);
    }
    String poolId = subnet.poolId();
    if (before == null && poolId != null) {
      tables.pools().putBlock(poolId, new PoolBlock(subnet.cidr(), subnet.id(), subnet.project()));
    }
    if (creation != null) {
      keys.create(creation, stored);
    }
  }

  /** Other pools begin another pass; what was told of the one before is of other pools. */
  private void restartPass(Subnet before, StoredSubnet stored) {
    if (stored.subnet().policy() == AllocationPolicy.SEQUENTIAL
        && !before.pools().equals(stored.subnet().pools())) {
      tables.passes().deleteSpent(stored, UInt128.ZERO, UInt128.MAX);
      movePass(stored, null, null);
    }
  }

  /** Whether one can have become the other: what else differs is another subnet of the same id. */
  private static boolean isSameLife(Subnet before, Subnet after) {
    return before.cidr().equals(after.cidr())
        && before.policy() == after.policy()
        && before.rest().equals(after.rest())
        && before.project().equals(after.project())
        && Objects.equals(before.poolId(), after.poolId());
  }

  private void remove(StoredSubnet stored) {
    session.keys().subnetRemoved(stored);
    Subnet subnet = stored.subnet();
    String poolId = subnet.poolId();
    if (poolId != null) {
      PoolBlock block = tables.pools().overlapping(poolId, subnet.cidr());
      if (block != null && block.subnetId().equals(stored.id())) {
        tables.pools().deleteBlock(poolId, subnet.cidr());
      }
    }
    tables.passes().deleteSpent(stored, UInt128.ZERO, UInt128.MAX);
    tables.index().deleteIndex(stored);
    tables.deleteSubnet(stored, true);
    session.removedRows().add(stored);
  }

  private void put(StoredSubnet stored, Allocation allocation) {
    IpAddress address = checked(stored, allocation.address());
    Allocation before = tables.allocation(stored, address);
    if (allocation.equals(before)) {
      return;
    }
    boolean sameKey =
        before != null
            && before.token() == allocation.token()
            && Objects.equals(before.key(), allocation.key());
    if (before == null) {
      tables.index().touch(stored, address, IndexTables.TAKEN);
      endRest(stored, address);
    } else {
      tables.deleteAllocation(stored, before);
      if (!sameKey) {
        keys.leave(stored, before);
      }
    }
    tables.putAllocation(stored, allocation);
    if (!sameKey) {
      keys.carry(stored, allocation);
    }
    session.raiseToken(allocation.token());
    session.raiseTime(allocation.allocatedAt().toEpochMilli());
  }

  private void put(StoredSubnet stored, RestRecord rest) {
    if (stored.subnet().rest().isZero()) {
      throw refused(rest.address() + " rests in subnet " + stored.id() + ", which has no rest");
    }
    freeAddress(stored, rest.address());
    UInt128 at = offset(stored, rest.address());
    long until = rest.until().toEpochMilli();
    tables.rests().put(stored, at.hi(), at.lo(), until);
    session.raiseTime(until - stored.subnet().rest().toMillis());
  }

  private void freeAddress(StoredSubnet stored, IpAddress address) {
    Allocation before = tables.allocation(stored, checked(stored, address));
    if (before != null) {
      tables.deleteAllocation(stored, before);
      tables.index().touch(stored, address, IndexTables.FREE);
      keys.leave(stored, before);
    }
    endRest(stored, address);
  }

  private void endRest(StoredSubnet stored, IpAddress address) {
    if (!stored.subnet().rest().isZero()) {
      UInt128 at = offset(stored, address);
      tables.rests().delete(stored, at.hi(), at.lo());
    }
  }

  private void movePass(StoredSubnet stored, @Nullable IpAddress last, @Nullable Instant started) {
    if (last != null) {
      tables.passes().deleteSpent(stored, UInt128.ZERO, offset(stored, checked(stored, last)));
    }
    long startedMillis = started == null ? PassRecord.UNKNOWN : started.toEpochMilli();
    tables.passes().put(stored, PassRecord.after(stored.subnet(), last, startedMillis));
  }

  private void spend(StoredSubnet stored, AddressRange told) {
    AddressRange range = within(stored, told);
    if (range.saturatedSize() > MOST_SPENT) {
      throw refused(range + " is spent in subnet " + stored.id() + ", which is more than can be");
    }
    for (IpAddress at = range.first(); ; at = at.plus(1)) {
      UInt128 offset = offset(stored, at);
      tables.passes().putSpent(stored, offset.hi(), offset.lo());
      if (at.equals(range.last())) {
        return;
      }
    }
  }

  private StoredSubnet required(String id) {
    StoredSubnet stored = tables.subnet(id);
    if (stored == null) {
      throw refused("it is of subnet \"" + id + "\", which is not there");
    }
    return stored;
  }

  private static IpAddress checked(StoredSubnet stored, IpAddress address) {
    if (!AllocationPools.isAllocatable(stored.subnet().cidr(), address)) {
      throw refused(address + " is no address that subnet " + stored.id() + " can give to anyone");
    }
    return address;
  }

  private static AddressRange within(StoredSubnet stored, AddressRange range) {
    if (!stored.subnet().cidr().contains(range.first())
        || !stored.subnet().cidr().contains(range.last())) {
      throw refused(range + " is not in subnet " + stored.id());
    }
    return range;
  }

  private static UInt128 offset(StoredSubnet stored, IpAddress address) {
    IpAddress network = stored.subnet().cidr().first();
    return new UInt128(address.offsetHigh(network), address.offsetLow(network));
  }

  private static InvalidDumpException refused(String reason) {
    return new InvalidDumpException("a change", reason);
  }

  /** Binds a key to the creation of a subnet. */
  static KeyRecord creation(StoredSubnet stored, String fingerprint) {
    Part part = new Part(stored.number(), stored.id(), 0, 0);
    return new KeyRecord(fingerprint, Operation.CREATE_SUBNET, List.of(part));
  }
}
