package dev.ipam.builtin.store;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterators;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a store in memory holds, in the order that every driver shares. */
final class MemorySnapshot {
  private final MemoryContent content;
  private final SnapshotForms forms;
  private final long now;

  MemorySnapshot(MemoryContent content, long nowMillis) {
    this.content = content;
    this.forms = new SnapshotForms(content);
    this.now = Math.max(nowMillis, content.marks.millis());
  }

  Iterator<SnapshotRecord> records() {
    Iterator<SnapshotRecord> mark =
        Iterators.singletonIterator(new TokenMark(content.marks.token()));
    Iterator<SnapshotRecord> scopes =
        Iterators.transform(content.scopes.values(), ScopeRecord::new);
    Iterator<SnapshotRecord> pools = Iterators.transform(content.pools.values(), PoolRecord::new);
    Iterator<SnapshotRecord> subnets =
        Iterators.concat(Iterators.transform(content.subnets.values(), this::ofSubnet));
    return Iterators.concat(Iterators.forArray(mark, scopes, pools, subnets, new Keys()));
  }

  private Iterator<SnapshotRecord> ofSubnet(StoredSubnet stored) {
    List<SnapshotRecord> first = new ArrayList<>();
    first.add(forms.record(stored));
    if (stored.subnet().policy() == AllocationPolicy.SEQUENTIAL) {
      IpAddress position = forms.position(stored);
      if (position != null) {
        first.add(new PassRecord(stored.id(), position));
      }
      List<UInt128> spent = new ArrayList<>();
      content.rows(stored).spent().keys().forEachRemaining(spent::add);
      first.addAll(SnapshotForms.spent(stored, spent));
    }
    return Iterators.concat(first.iterator(), new Addresses(stored));
  }

  /** The allocations and rests of a subnet, by address. */
  private final class Addresses extends AbstractIterator<SnapshotRecord> {
    private final StoredSubnet stored;
    private final Iterator<Allocation> held;
    private final Iterator<UInt128> resting;
    private @Nullable Allocation nextHeld;
    private @Nullable IpAddress nextResting;

    Addresses(StoredSubnet stored) {
      this.stored = stored;
      SubnetRows rows = content.rows(stored);
      held = rows.allocations().values();
      resting = rows.rests().keys();
      nextHeld = nextHeld();
      nextResting = nextResting();
    }

    private @Nullable Allocation nextHeld() {
      return held.hasNext() ? held.next() : null;
    }

    private @Nullable IpAddress nextResting() {
      if (!resting.hasNext()) {
        return null;
      }
      UInt128 offset = resting.next();
      return stored.subnet().cidr().first().plus(offset.hi(), offset.lo());
    }

    @Override
    protected @Nullable SnapshotRecord computeNext() {
      Allocation one = nextHeld;
      for (IpAddress other = nextResting; other != null; other = nextResting) {
        int order = one == null ? 1 : one.address().compareTo(other);
        if (order < 0) {
          break;
        }
        nextResting = nextResting();
        // What is left of a rest that is over says nothing of an address that is held.
        RestRecord rest = order == 0 ? null : forms.rest(stored, other, now);
        if (rest != null) {
          return rest;
        }
      }
      nextHeld = nextHeld();
      return one == null ? endOfData() : new AllocationRecord(one);
    }
  }

  /** The keys under which something is held. */
  private final class Keys extends AbstractIterator<SnapshotRecord> {
    private final Iterator<String> names = content.keys.keys();

    @Override
    protected @Nullable SnapshotRecord computeNext() {
      while (names.hasNext()) {
        SnapshotRecord record = forms.key(names.next());
        if (record != null) {
          return record;
        }
      }
      return endOfData();
    }
  }
}
