package dev.ipam.migration.shadow;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the changes of one round say: which addresses were touched and who has them now, which
 * subnets were made, changed or removed, and up to which token all allocations are told.
 */
final class Told {
  /** The token of an address that nobody has. */
  static final long FREE = 0;

  private final Map<String, Map<IpAddress, Long>> holders = new HashMap<>();
  private final Set<String> subnets = new HashSet<>();
  private final Map<String, Set<IpAddress>> spent = new HashMap<>();
  private long mark;

  Told(long mark) {
    this.mark = mark;
  }

  void note(Change.Step step) {
    if (step instanceof Change.Upsert upsert) {
      if (upsert.record() instanceof AllocationRecord held) {
        Allocation allocation = held.allocation();
        put(allocation.subnetId(), allocation.address(), allocation.token());
      } else if (upsert.record() instanceof RestRecord rest) {
        put(rest.subnetId(), rest.address(), FREE);
      } else if (upsert.record() instanceof SpentRecord one) {
        Set<IpAddress> addresses = spent.computeIfAbsent(one.subnetId(), id -> new HashSet<>());
        // A change tells of one address; whoever tells of more is not counted on.
        one.ranges().forEach(range -> addresses.add(range.first()));
      } else if (upsert.record() instanceof SubnetRecord subnet) {
        subnets.add(subnet.subnet().id());
      } else if (upsert.record() instanceof TokenMark token) {
        mark = token.token();
      }
    } else if (step instanceof Change.AddressFreed freed) {
      put(freed.subnetId(), freed.address(), FREE);
    } else if (step instanceof Change.SubnetRemoved removed) {
      subnets.add(removed.subnetId());
      holders.remove(removed.subnetId());
    }
  }

  private void put(String subnetId, IpAddress address, long token) {
    holders.computeIfAbsent(subnetId, id -> new HashMap<>()).put(address, token);
  }

  /** Returns who has the addresses of a subnet that were touched: tokens, or {@link #FREE}. */
  Map<IpAddress, Long> holders(String subnetId) {
    return holders.getOrDefault(subnetId, Map.of());
  }

  boolean isSpent(String subnetId, IpAddress address) {
    return spent.getOrDefault(subnetId, Set.of()).contains(address);
  }

  boolean concernsSubnet(String subnetId) {
    return subnets.contains(subnetId);
  }

  /** Returns the token up to which every allocation is told. */
  long mark() {
    return mark;
  }
}
