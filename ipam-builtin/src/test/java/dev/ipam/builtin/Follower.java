package dev.ipam.builtin;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A copy of a store that applies changes as their definition says, and nothing else. */
final class Follower {
  private static final class Content {
    SubnetRecord subnet;
    IpAddress position;
    final TreeSet<IpAddress> spent = new TreeSet<>();
    final TreeMap<IpAddress, SnapshotRecord> addresses = new TreeMap<>();
  }

  private final Map<String, ScopeRecord> scopes = byCodePoint();
  private final Map<String, PoolRecord> pools = byCodePoint();
  private final Map<String, Content> subnets = byCodePoint();
  private final Map<String, KeyRecord> keys = byCodePoint();
  private TokenMark mark = new TokenMark(0);

  Follower(List<SnapshotRecord> records) {
    for (SnapshotRecord record : records) {
      if (record instanceof PassRecord pass) {
        subnets.get(pass.subnetId()).position = pass.position();
      } else {
        put(record);
      }
    }
  }

  private static <V> Map<String, V> byCodePoint() {
    return new TreeMap<>(SnapshotCheck.BY_CODE_POINT);
  }

  void apply(Change change) {
    Change.Step step = change.step();
    if (step instanceof Change.Upsert upsert) {
      put(upsert.record());
    } else if (step instanceof Change.AddressFreed freed) {
      subnets.get(freed.subnetId()).addresses.remove(freed.address());
    } else if (step instanceof Change.PassMoved moved) {
      Content content = subnets.get(moved.subnetId());
      content.position = moved.position();
      if (moved.position() != null) {
        content.spent.headSet(moved.position(), true).clear();
      }
    } else if (step instanceof Change.Unspent unspent) {
      AddressRange range = unspent.range();
      subnets.get(unspent.subnetId()).spent.subSet(range.first(), true, range.last(), true).clear();
    } else if (step instanceof Change.SubnetRemoved removed) {
      subnets.remove(removed.subnetId());
      keys.keySet().retainAll(carried());
    } else if (step instanceof Change.PoolRemoved removed) {
      pools.remove(removed.poolId());
    } else if (step instanceof Change.ScopeRemoved removed) {
      scopes.remove(removed.scopeId());
    } else if (step instanceof Change.KeyRemoved removed) {
      keys.remove(removed.key());
    }
  }

  private void put(SnapshotRecord record) {
    if (record instanceof ScopeRecord scope) {
      scopes.put(scope.scope().id(), scope);
    } else if (record instanceof PoolRecord pool) {
      pools.put(pool.pool().id(), pool);
    } else if (record instanceof SubnetRecord subnet) {
      subnets.computeIfAbsent(subnet.subnet().id(), id -> new Content()).subnet = subnet;
    } else if (record instanceof SpentRecord spent) {
      for (AddressRange range : spent.ranges()) {
        for (IpAddress at = range.first(); at.compareTo(range.last()) <= 0; at = at.plus(1)) {
          subnets.get(spent.subnetId()).spent.add(at);
        }
      }
    } else if (record instanceof AllocationRecord held) {
      subnets.get(held.allocation().subnetId()).addresses.put(held.allocation().address(), record);
    } else if (record instanceof RestRecord rest) {
      subnets.get(rest.subnetId()).addresses.put(rest.address(), record);
    } else if (record instanceof KeyRecord key) {
      keys.put(key.bound().key(), key);
    } else if (record instanceof TokenMark token) {
      mark = token;
    }
  }

  private Set<String> carried() {
    Set<String> carried = new HashSet<>();
    for (Content content : subnets.values()) {
      for (SnapshotRecord record : content.addresses.values()) {
        if (record instanceof AllocationRecord held && held.allocation().key() != null) {
          carried.add(held.allocation().key());
        }
      }
    }
    return carried;
  }

  /** What an export of the same state gives. */
  List<SnapshotRecord> records() {
    List<SnapshotRecord> records = new ArrayList<>();
    records.add(mark);
    records.addAll(scopes.values());
    records.addAll(pools.values());
    subnets.forEach(
        (id, content) -> {
          records.add(content.subnet);
          if (content.position != null) {
            records.add(new PassRecord(id, content.position));
          }
          List<AddressRange> ranges = ranges(content.spent);
          for (int from = 0; from < ranges.size(); from += SpentRecord.FULL) {
            int to = Math.min(ranges.size(), from + SpentRecord.FULL);
            records.add(new SpentRecord(id, ranges.subList(from, to)));
          }
          records.addAll(content.addresses.values());
        });
    records.addAll(keys.values());
    return records;
  }

  private static List<AddressRange> ranges(SortedSet<IpAddress> addresses) {
    List<AddressRange> ranges = new ArrayList<>();
    for (IpAddress address : addresses) {
      AddressRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null && last.last().plus(1).equals(address)) {
        ranges.set(ranges.size() - 1, new AddressRange(last.first(), address));
      } else {
        ranges.add(new AddressRange(address, address));
      }
    }
    return ranges;
  }
}
