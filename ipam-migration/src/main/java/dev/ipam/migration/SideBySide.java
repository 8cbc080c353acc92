package dev.ipam.migration;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares single things of two stores, by look-ups. */
final class SideBySide {
  /** To read a whole subnet costs about as much as to look up one in so many of its addresses. */
  private static final int READS_PER_LOOK_UP = 32;

  /** For so few addresses it is not asked how large their subnet is. */
  private static final int FEW = 4;

  private final OpenedStore left;
  private final OpenedStore right;

  SideBySide(OpenedStore left, OpenedStore right) {
    this.left = left;
    this.right = right;
  }

  /** Compares the definitions of a subnet; tells whether they are equal. */
  boolean definition(String id, Consumer<Difference> differences) {
    return equal(
        "subnet \"" + id + '"',
        id,
        Subnets.find(left, id).orElse(null),
        Subnets.find(right, id).orElse(null),
        differences);
  }

  /** Compares all scopes and pools. */
  void pools(Consumer<Difference> differences) {
    equal("subnet pools and scopes", null, poolsOf(left), poolsOf(right), differences);
  }

  /** Compares all that is held in a subnet. */
  void allocations(String id, Consumer<Difference> differences) {
    Comparison.run(
        () -> allocationsOf(left, id),
        () -> allocationsOf(right, id),
        MigrationListener.NONE,
        (place, one, other) -> {
          if (!Objects.equals(one, other)) {
            differences.accept(Difference.of(place, one, other));
          }
        });
  }

  private static Stream<SnapshotRecord> allocationsOf(OpenedStore store, String id) {
    try {
      return store.driver().allocations(id).map(AllocationRecord::new);
    } catch (SubnetNotFoundException e) {
      return Stream.empty();
    }
  }

  /** Compares what is held at some addresses of a subnet. */
  void addresses(String id, Set<IpAddress> addresses, Consumer<Difference> differences) {
    Map<IpAddress, Allocation> one = held(left, id, addresses);
    Map<IpAddress, Allocation> other = held(right, id, addresses);
    for (IpAddress address : addresses) {
      equal(
          address + " of subnet \"" + id + '"',
          id,
          one.get(address),
          other.get(address),
          differences);
    }
  }

  /** Takes away those addresses of a subnet at which both hold the same. */
  void removeEqual(String id, Set<IpAddress> addresses) {
    Map<IpAddress, Allocation> one = held(left, id, addresses);
    Map<IpAddress, Allocation> other = held(right, id, addresses);
    addresses.removeIf(address -> Objects.equals(one.get(address), other.get(address)));
  }

  private static Map<IpAddress, Allocation> held(
      OpenedStore store, String id, Set<IpAddress> addresses) {
    Map<IpAddress, Allocation> held = new HashMap<>();
    IpamDriver driver = store.driver();
    try {
      if (addresses.size() > FEW && isSmall(driver, id, addresses.size())) {
        try (Stream<Allocation> all = driver.allocations(id)) {
          all.filter(each -> addresses.contains(each.address()))
              .forEach(each -> held.put(each.address(), each));
        }
      } else {
        addresses.forEach(
            address -> driver.find(id, address).ifPresent(each -> held.put(address, each)));
      }
    } catch (SubnetNotFoundException e) {
      // Nothing is held in a subnet that is not there.
      held.clear();
    }
    return held;
  }

  private static boolean isSmall(IpamDriver driver, String id, int lookUps) {
    BigInteger most = BigInteger.valueOf((long) READS_PER_LOOK_UP * lookUps);
    return driver.usage(id).allocated().compareTo(most) <= 0;
  }

  private static boolean equal(
      String subject,
      @Nullable String subnetId,
      @Nullable Object one,
      @Nullable Object other,
      Consumer<Difference> differences) {
    if (Objects.equals(one, other)) {
      return true;
    }
    differences.accept(
        new Difference(
            subject,
            subnetId,
            null,
            one == null ? null : one.toString(),
            other == null ? null : other.toString()));
    return false;
  }

  private static List<Object> poolsOf(OpenedStore store) {
    List<Object> all = new ArrayList<>();
    if (store.driver().capabilities().contains(Capability.SCOPES)) {
      AddressScopes scopes =
          store.driver().extension(AddressScopes.class).orElseThrow(Capability.SCOPES::missing);
      try (Stream<?> each = scopes.scopes()) {
        each.forEach(all::add);
      }
    }
    if (store.driver().capabilities().contains(Capability.POOLS)) {
      SubnetPools pools =
          store.driver().extension(SubnetPools.class).orElseThrow(Capability.POOLS::missing);
      try (Stream<?> each = pools.pools()) {
        each.forEach(all::add);
      }
    }
    return all;
  }
}
