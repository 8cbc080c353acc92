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
import java.util.Optional;
import java.util.function.Supplier;
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

  /** Passes, rests and keys cannot be listed: a driver without export promises none of them. */
  private static Stream<SnapshotRecord> listed(IpamDriver driver) {
    return OneByOne.of(Stream.concat(beforeSubnets(driver), bySubnet(driver)));
  }

  private static Stream<Supplier<Stream<? extends SnapshotRecord>>> beforeSubnets(
      IpamDriver driver) {
    return Stream.of(
        () -> Stream.of(new TokenMark(0)),
        () ->
            part(driver, Capability.SCOPES, AddressScopes.class)
                .map(scopes -> scopes.scopes().map(ScopeRecord::new))
                .orElseGet(Stream::empty),
        () ->
            part(driver, Capability.POOLS, SubnetPools.class)
                .map(pools -> pools.pools().map(PoolRecord::new))
                .orElseGet(Stream::empty));
  }

  private static <T> Optional<T> part(IpamDriver driver, Capability capability, Class<T> type) {
    return driver.capabilities().contains(capability) ? driver.extension(type) : Optional.empty();
  }

  private static Stream<Supplier<Stream<? extends SnapshotRecord>>> bySubnet(IpamDriver driver) {
    return driver
        .subnets()
        .map(
            subnet ->
                () ->
                    Stream.concat(
                        Stream.of(new SubnetRecord(subnet, null)),
                        driver.allocations(subnet.id()).map(AllocationRecord::new)));
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
