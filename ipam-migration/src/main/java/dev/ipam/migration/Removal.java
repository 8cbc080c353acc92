package dev.ipam.migration;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes from the target what the source has no more, before anything comes: what comes may need
 * its space.
 */
final class Removal {
  private Removal() {}

  static void run(OpenedStore from, OpenedStore to, Target target) {
    List<String> gone = new ArrayList<>();
    try (Stream<Subnet> subnets = to.driver().subnets()) {
      subnets.forEach(
          subnet -> {
            Optional<Subnet> there = Subnets.find(from, subnet.id());
            if (there.isEmpty() || !Adjustment.isSameLife(there.get(), subnet)) {
              gone.add(subnet.id());
            }
          });
    }
    gone.forEach(id -> target.add(new Change.SubnetRemoved(id)));
    List<SnapshotRecord> pools = pools(from);
    for (SnapshotRecord pool : pools(to)) {
      if (!pools.contains(pool) && pool instanceof PoolRecord changed) {
        remove(changed.pool().id(), to, target);
      }
    }
    target.complete();
  }

  /**
   * A pool that changed is removed, too, where nothing of it is left: its space may be another's.
   */
  private static void remove(String poolId, OpenedStore to, Target target) {
    target.flush();
    try (Stream<Subnet> subnets = to.driver().subnets()) {
      if (subnets.noneMatch(subnet -> poolId.equals(subnet.poolId()))) {
        target.add(new Change.PoolRemoved(poolId));
      }
    }
  }

  private static List<SnapshotRecord> pools(OpenedStore store) {
    try (Stream<SnapshotRecord> records = Records.of(store)) {
      return records
          .takeWhile(record -> !(record instanceof SnapshotRecord.SubnetRecord))
          .filter(PoolRecord.class::isInstance)
          .toList();
    }
  }
}
