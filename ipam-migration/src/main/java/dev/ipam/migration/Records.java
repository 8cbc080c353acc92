package dev.ipam.migration;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.util.stream.Stream;

/** What a store holds, in canonical order: its export, or where it has none, what it lists. */
final class Records {
  private Records() {}

  static boolean canExport(OpenedStore store) {
    return store.driver().capabilities().contains(Capability.EXPORT)
        && store.driver().extension(Exportable.class).isPresent();
  }

  static Exportable exportable(OpenedStore store) {
    return store.driver().extension(Exportable.class).orElseThrow(Capability.EXPORT::missing);
  }

  /** Returns a stream that must be closed. */
  static Stream<SnapshotRecord> of(OpenedStore store) {
    return canExport(store) ? exportable(store).export() : listed(store.driver());
  }

  /**
   * Passes, rests and keys cannot be listed: a driver without export promises none of them. Streams
   * within are closed as they are used up, or with the whole.
   */
  private static Stream<SnapshotRecord> listed(IpamDriver driver) {
    return Stream.<Stream<? extends SnapshotRecord>>of(
            Stream.of(new TokenMark(0)),
            driver.extension(AddressScopes.class).stream()
                .filter(part -> driver.capabilities().contains(Capability.SCOPES))
                .flatMap(AddressScopes::scopes)
                .map(ScopeRecord::new),
            driver.extension(SubnetPools.class).stream()
                .filter(part -> driver.capabilities().contains(Capability.POOLS))
                .flatMap(SubnetPools::pools)
                .map(PoolRecord::new),
            driver
                .subnets()
                .flatMap(
                    subnet ->
                        Stream.concat(
                            Stream.of(new SubnetRecord(subnet, null)),
                            driver.allocations(subnet.id()).map(AllocationRecord::new))))
        .flatMap(records -> records);
  }

  /** Tells whether a store holds no scope, pool or subnet. */
  static boolean isEmpty(OpenedStore store) {
    try (Stream<SnapshotRecord> records = of(store)) {
      return records.noneMatch(
          record ->
              record instanceof ScopeRecord
                  || record instanceof PoolRecord
                  || record instanceof SubnetRecord);
    }
  }
}
