package dev.ipam;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.joint.ExactRelease;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** What the facade does for drivers that cannot do it by themselves. */
final class StandIn {
  private StandIn() {}

  static long removeWithAllocations(IpamDriver driver, String subnetId) {
    if (driver.capabilities().contains(Capability.ATOMIC_REMOVE)) {
      return driver.removeSubnet(subnetId, true);
    }
    long released = 0;
    try (Stream<Allocation> allocations = driver.allocations(subnetId)) {
      for (Iterator<Allocation> each = allocations.iterator(); each.hasNext(); ) {
        released += ExactRelease.release(driver, each.next()) ? 1 : 0;
      }
    }
    driver.removeSubnet(subnetId, false);
    return released;
  }

  static Stream<Allocation> holders(IpamDriver driver, IpAddress address) {
    return driver
        .subnets()
        .filter(subnet -> subnet.cidr().contains(address))
        .flatMap(subnet -> find(driver, subnet, address).stream());
  }

  private static Optional<Allocation> find(IpamDriver driver, Subnet subnet, IpAddress address) {
    try {
      return driver.find(subnet.id(), address);
    } catch (SubnetNotFoundException e) {
      // It was removed since the list was opened, and its allocations with it.
      return Optional.empty();
    }
  }
}
