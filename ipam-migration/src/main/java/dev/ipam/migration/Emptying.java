package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Removes everything that a store holds. What was cut short is gone on with when done again. */
final class Emptying {
  private Emptying() {}

  /** Returns how many scopes, pools and subnets were removed. */
  static long run(OpenedStore store, Target target, MigrationListener listener) {
    List<Change.Step> pools = new ArrayList<>();
    List<Change.Step> scopes = new ArrayList<>();
    long removed = 0;
    try (Stream<SnapshotRecord> records = Records.of(store)) {
      for (SnapshotRecord record : (Iterable<SnapshotRecord>) records::iterator) {
        if (record instanceof SubnetRecord subnet) {
          target.add(new Change.SubnetRemoved(subnet.subnet().id()));
          listener.advanced(1);
          removed++;
        } else if (record instanceof PoolRecord pool) {
          pools.add(new Change.PoolRemoved(pool.pool().id()));
        } else if (record instanceof ScopeRecord scope) {
          scopes.add(new Change.ScopeRemoved(scope.scope().id()));
        }
      }
    }
    // A driver without authority removes by its own operations: no scope that has pools.
    pools.forEach(target::add);
    scopes.forEach(target::add);
    target.complete();
    return removed + pools.size() + scopes.size();
  }
}
