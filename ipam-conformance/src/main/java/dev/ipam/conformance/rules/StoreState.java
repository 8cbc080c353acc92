package dev.ipam.conformance.rules;

import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that the look-ups of a driver show of a store that holds little. */
final class StoreState {
  private StoreState() {}

  static List<String> of(IpamDriver driver) {
    List<String> lines = new ArrayList<>();
    List<Subnet> subnets = all(driver.subnets());
    for (Subnet subnet : subnets) {
      lines.add("subnet " + subnet);
      for (Allocation allocation : all(driver.allocations(subnet.id()))) {
        lines.add("allocation " + allocation);
      }
      lines.add("usage " + driver.usage(subnet.id()));
    }
    if (driver.capabilities().contains(Capability.POOLS)) {
      SubnetPools pools = driver.extension(SubnetPools.class).orElseThrow();
      for (SubnetPool pool : all(pools.pools())) {
        lines.add("pool " + pool);
        lines.add("usage " + pools.poolUsage(pool.id()));
      }
    }
    if (driver.capabilities().contains(Capability.SCOPES)) {
      for (AddressScope scope : all(driver.extension(AddressScopes.class).orElseThrow().scopes())) {
        lines.add("scope " + scope);
      }
    }
    return lines;
  }

  private static <T> List<T> all(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }
}
