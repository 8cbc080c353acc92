package dev.ipam.migration.dump;

import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;

/**
 * How much a dump holds.
 *
 * @param records all of its records
 * @param scopes address scopes
 * @param pools subnet pools
 * @param subnets subnets
 * @param allocations allocations
 * @param keys idempotency keys of allocations
 * @since 0.1
 */
public record DumpSummary(
    long records, long scopes, long pools, long subnets, long allocations, long keys) {
  /** Counts records. */
  static final class Counter {
    private long records;
    private long scopes;
    private long pools;
    private long subnets;
    private long allocations;
    private long keys;

    void count(SnapshotRecord record) {
      records++;
      if (record instanceof AllocationRecord) {
        allocations++;
      } else if (record instanceof SubnetRecord) {
        subnets++;
      } else if (record instanceof KeyRecord) {
        keys++;
      } else if (record instanceof PoolRecord) {
        pools++;
      } else if (record instanceof ScopeRecord) {
        scopes++;
      }
    }

    DumpSummary sum() {
      return new DumpSummary(records, scopes, pools, subnets, allocations, keys);
    }
  }
}
