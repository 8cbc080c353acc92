package dev.ipam.migration;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What was changed since two stores were compared, and was not found equal since: only that has to
 * be compared while callers wait.
 *
 * <p>What is found equal while both stores are changing may be forgotten: where the one has changed
 * since, or changes later, that is told when it is followed.
 */
final class Touched {
  private final SideBySide stores;
  private final Map<String, Set<IpAddress>> addresses = new HashMap<>();

  /** Subnets whose definition was changed. */
  private final Set<String> definitions = new TreeSet<>();

  /** Subnets that were made or removed: all in them was changed. */
  private final Set<String> subnets = new TreeSet<>();

  private boolean pools;

  Touched(OpenedStore left, OpenedStore right) {
    this.stores = new SideBySide(left, right);
  }

  /** Notes what a step changes, as far as look-ups can tell it. */
  void note(Change.Step step) {
    if (step instanceof Change.Upsert upsert) {
      note(upsert.record());
    } else if (step instanceof Change.AddressFreed freed) {
      address(freed.subnetId(), freed.address());
    } else if (step instanceof Change.SubnetRemoved removed) {
      subnets.add(removed.subnetId());
    } else if (step instanceof Change.PoolRemoved || step instanceof Change.ScopeRemoved) {
      pools = true;
    }
  }

  private void note(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      address(held.allocation().subnetId(), held.allocation().address());
    } else if (record instanceof RestRecord rest) {
      address(rest.subnetId(), rest.address());
    } else if (record instanceof SubnetRecord subnet) {
      definitions.add(subnet.subnet().id());
    } else if (record instanceof PoolRecord || record instanceof ScopeRecord) {
      pools = true;
    }
  }

  void note(Difference difference) {
    String subnetId = difference.subnetId();
    IpAddress address = difference.address();
    if (subnetId == null) {
      pools = true;
    } else if (address == null) {
      definitions.add(subnetId);
    } else {
      address(subnetId, address);
    }
  }

  private void address(String subnetId, IpAddress address) {
    addresses.computeIfAbsent(subnetId, id -> new HashSet<>()).add(address);
  }

  /**
   * Compares what was touched, and forgets what is equal.
   *
   * @param often run again and again meanwhile
   */
  void settle(Runnable often) {
    for (String id : subnets) {
      definitions.add(id);
      stores.allocations(id, this::note);
      often.run();
    }
    subnets.clear();
    definitions.removeIf(id -> stores.definition(id, difference -> {}));
    addresses
        .entrySet()
        .removeIf(
            each -> {
              stores.removeEqual(each.getKey(), each.getValue());
              often.run();
              return each.getValue().isEmpty();
            });
  }

  /**
   * Compares what was touched.
   *
   * @param differences is told what differs
   */
  void compare(Consumer<Difference> differences) {
    if (pools) {
      stores.pools(differences);
    }
    subnets.forEach(
        id -> {
          stores.definition(id, differences);
          stores.allocations(id, differences);
        });
    definitions.forEach(id -> stores.definition(id, differences));
    addresses.forEach((id, some) -> stores.addresses(id, some, differences));
  }
}
