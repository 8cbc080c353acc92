package dev.ipam.request;

import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;

/** Which address of a subnet a request names. */
final class NamedAddress {
  private NamedAddress() {}

  static IpAddress of(Subnet subnet, AddressRequest wanted) {
    if (wanted instanceof AddressRequest.Automatic automatic) {
      return Eui64.derive(subnet.cidr(), automatic.mac());
    }
    if (wanted instanceof AddressRequest.Specific specific) {
      return usable(subnet, specific.address());
    }
    if (wanted instanceof AddressRequest.Gateway) {
      return gateway(subnet);
    }
    throw new IllegalArgumentException(wanted.kind() + " names no address");
  }

  private static IpAddress usable(Subnet subnet, IpAddress address) {
    if (!subnet.cidr().contains(address)) {
      throw new AddressOutsideSubnetException(
          subnet.id(), subnet.cidr().toString(), address.toString());
    }
    if (!AllocationPools.isAllocatable(subnet.cidr(), address)) {
      throw new AddressNotUsableException(
          subnet.id(), subnet.cidr().toString(), address.toString());
    }
    return address;
  }

  private static IpAddress gateway(Subnet subnet) {
    IpAddress gateway = subnet.gateway();
    if (gateway == null) {
      throw new InvalidAddressRequestException(
          subnet.id(), "the subnet has no gateway; set one, or ask for another address");
    }
    if (!subnet.cidr().contains(gateway)) {
      throw new InvalidAddressRequestException(
          subnet.id(),
          "its gateway "
              + gateway
              + " lies outside "
              + subnet.cidr()
              + " and cannot be allocated here; ask for another address");
    }
    return gateway;
  }
}
