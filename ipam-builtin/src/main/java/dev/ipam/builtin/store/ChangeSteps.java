package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of something that changed: how it is in one view, which is later than the change.
 */
final class ChangeSteps {
  private final RecordView view;
  private final SnapshotForms forms;
  private final long now;

  ChangeSteps(RecordView view, long nowMillis) {
    this.view = view;
    this.forms = new SnapshotForms(view);
    this.now = Math.max(nowMillis, view.marks().millis());
  }

  /** The token mark, which ends what is told. */
  Change.Step mark() {
    return new Change.Upsert(new TokenMark(view.marks().token()));
  }

  private static Change.Step upsertOr(@Nullable SnapshotRecord record, Change.Step removal) {
    return record == null ? removal : new Change.Upsert(record);
  }

  /** Null where the subnet is gone, whose removal is told. */
  Change.@Nullable Step subnet(String id) {
    StoredSubnet stored = view.subnet(id);
    return stored == null ? null : new Change.Upsert(forms.record(stored));
  }

  Change.Step key(String name) {
    return upsertOr(forms.key(name), new Change.KeyRemoved(name));
  }

  Change.Step pool(String id) {
    SubnetPool pool = view.pool(id);
    return upsertOr(pool == null ? null : new PoolRecord(pool), new Change.PoolRemoved(id));
  }

  Change.Step scope(String id) {
    AddressScope scope = view.scope(id);
    return upsertOr(scope == null ? null : new ScopeRecord(scope), new Change.ScopeRemoved(id));
  }

  /** The subnet of an id, if it is still the one of a number; null where that one is gone. */
  @Nullable StoredSubnet live(String id, long number) {
    StoredSubnet stored = view.subnet(id);
    return stored != null && stored.number() == number ? stored : null;
  }

  Change.Step address(StoredSubnet subnet, IpAddress address) {
    Allocation held = view.allocation(subnet, address);
    return upsertOr(
        held == null ? forms.rest(subnet, address, now) : new AllocationRecord(held),
        new Change.AddressFreed(subnet.id(), address));
  }

  Change.Step pass(StoredSubnet subnet, @Nullable UInt128 position) {
    PassRecord pass = new PassRecord(position, PassRecord.UNKNOWN);
    return new Change.PassMoved(
        subnet.id(), SnapshotForms.handedOutLast(subnet.subnet(), pass), forms.passStarted(subnet));
  }

  Change.Step spent(StoredSubnet subnet, UInt128 one) {
    return new Change.Upsert(new SpentRecord(subnet.id(), List.of(range(subnet, one, null))));
  }

  Change.Step unspent(StoredSubnet subnet, UInt128 first, UInt128 last) {
    return new Change.Unspent(subnet.id(), range(subnet, first, last));
  }

  /** The part of a range of offsets that is in the subnet; one offset where there is no last. */
  private static AddressRange range(StoredSubnet subnet, UInt128 first, @Nullable UInt128 last) {
    Cidr cidr = subnet.subnet().cidr();
    IpAddress from = cidr.first().plus(first.hi(), first.lo());
    if (last == null) {
      return new AddressRange(from, from);
    }
    BigInteger most = cidr.size().subtract(BigInteger.ONE);
    boolean beyond = last.toBigInteger().compareTo(most) >= 0;
    IpAddress to = beyond ? cidr.last() : cidr.first().plus(last.hi(), last.lo());
    return new AddressRange(from, to);
  }
}
