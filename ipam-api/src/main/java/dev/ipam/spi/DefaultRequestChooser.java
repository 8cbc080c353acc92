package dev.ipam.spi;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetWishes;
import org.jspecify.annotations.Nullable;

/** Chooses as Neutron does. */
final class DefaultRequestChooser implements RequestChooser {
  @Override
  public AddressRequest choose(PortWishes wishes) {
    if (wishes.address() != null) {
      return new AddressRequest.Specific(wishes.address());
    }
    if (wishes.eui64() && wishes.mac() != null) {
      return new AddressRequest.Automatic(wishes.mac());
    }
    return PortWishes.DHCP.equals(wishes.deviceOwner())
            || PortWishes.DISTRIBUTED.equals(wishes.deviceOwner())
        ? new AddressRequest.PreferNext()
        : new AddressRequest.Any();
  }

  @Override
  public SubnetRequest choose(SubnetWishes wishes) {
    if (wishes.cidr() != null) {
      return specific(wishes, wishes.cidr());
    }
    Integer length =
        wishes.prefixLength() == null ? wishes.poolPrefixLength() : wishes.prefixLength();
    if (wishes.settings().gateway() instanceof GatewayChoice.Explicit gateway) {
      return specific(wishes, around(wishes, gateway.address(), length));
    }
    if (wishes.poolId() == null) {
      throw refused(wishes, "it names neither a CIDR nor a subnet pool; give one of them");
    }
    return new AnySubnetRequest(
        wishes.subnetId(),
        wishes.project(),
        wishes.poolFamily(),
        length,
        wishes.poolId(),
        wishes.settings(),
        wishes.key());
  }

  private static SpecificSubnetRequest specific(SubnetWishes wishes, Cidr cidr) {
    return new SpecificSubnetRequest(
        wishes.subnetId(),
        wishes.project(),
        cidr,
        wishes.poolId(),
        wishes.settings(),
        wishes.key());
  }

  private static Cidr around(SubnetWishes wishes, IpAddress gateway, @Nullable Integer length) {
    if (length == null) {
      throw refused(
          wishes, "the block around gateway " + gateway + " has no length; give a prefix length");
    }
    if (wishes.poolFamily() != null && gateway.family() != wishes.poolFamily()) {
      throw refused(
          wishes, "gateway " + gateway + " is not of the subnet pool's family; give another");
    }
    return Cidr.containing(gateway, length);
  }

  private static InvalidSubnetRequestException refused(SubnetWishes wishes, String reason) {
    return new InvalidSubnetRequestException("subnet \"" + wishes.subnetId() + "\"", reason);
  }
}
