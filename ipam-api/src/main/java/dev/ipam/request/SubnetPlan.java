package dev.ipam.request;

import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what is chosen for a subnet into its gateway and pools. */
final class SubnetPlan {
  private SubnetPlan() {}

  /** Checks what a request value must hold by itself, and sorts its pools. */
  static SubnetSettings checked(Cidr cidr, SubnetSettings settings) {
    if (settings.gateway() instanceof GatewayChoice.Explicit gateway) {
      AllocationPools.checkGateway(cidr, gateway.address());
    }
    if (settings.pools() instanceof PoolsChoice.Explicit pools) {
      return settings.with(PoolsChoice.of(AllocationPools.checkInside(cidr, pools.pools())));
    }
    return settings;
  }

  /** Refuses pools that are said to be generated and are others than those. */
  static List<AddressRange> checkGenerated(
      Cidr cidr, @Nullable IpAddress gateway, List<AddressRange> pools) {
    List<AddressRange> generated = AllocationPools.generate(cidr, gateway);
    if (!generated.equals(pools)) {
      throw new InvalidValueException(
          "InvalidPool",
          "Allocation pools that are said to be generated are not those of subnet "
              + cidr
              + " with "
              + (gateway == null ? "no gateway" : "gateway " + gateway)
              + ": give "
              + generated
              + ", or say that they were chosen.",
          pools.size() + " pools");
    }
    return generated;
  }

  static Subnet create(
      String id, String project, Cidr cidr, @Nullable String poolId, SubnetSettings settings) {
    IpAddress gateway = gateway(cidr, settings.gateway());
    boolean generated = settings.pools() instanceof PoolsChoice.Generated;
    return new Subnet(
        id,
        project,
        cidr,
        gateway,
        pools(cidr, gateway, settings.pools()),
        generated,
        settings.policy(),
        settings.rest(),
        poolId);
  }

  static Subnet update(Subnet subnet, SubnetUpdate update) {
    GatewayChoice newGateway = update.gateway();
    IpAddress gateway = newGateway == null ? subnet.gateway() : gateway(subnet.cidr(), newGateway);
    PoolsChoice newPools = update.pools();
    if (newPools == null && subnet.poolsGenerated()) {
      newPools = PoolsChoice.GENERATED;
    }
    return new Subnet(
        subnet.id(),
        subnet.project(),
        subnet.cidr(),
        gateway,
        newPools == null ? subnet.pools() : pools(subnet.cidr(), gateway, newPools),
        newPools == null ? subnet.poolsGenerated() : newPools instanceof PoolsChoice.Generated,
        subnet.policy(),
        subnet.rest(),
        subnet.poolId());
  }

  private static @Nullable IpAddress gateway(Cidr cidr, GatewayChoice choice) {
    if (choice instanceof GatewayChoice.Explicit explicit) {
      return explicit.address();
    }
    return choice instanceof GatewayChoice.Automatic
        ? AllocationPools.automaticGateway(cidr)
        : null;
  }

  private static List<AddressRange> pools(
      Cidr cidr, @Nullable IpAddress gateway, PoolsChoice choice) {
    return choice instanceof PoolsChoice.Explicit explicit
        ? explicit.pools()
        : AllocationPools.generate(cidr, gateway);
  }
}
