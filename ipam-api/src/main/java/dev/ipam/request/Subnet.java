package dev.ipam.request;

import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subnet as it is in the store.
 *
 * @param id its id
 * @param project the project that it belongs to
 * @param cidr its CIDR
 * @param gateway its gateway, or {@code null}
 * @param pools its allocation pools: disjoint, in ascending order
 * @param poolsGenerated whether the pools are the generated ones, which follow the gateway
 * @param policy which free address {@link AddressRequest.Any} takes
 * @param rest how long a released address rests, zero for not at all
 * @param poolId the subnet pool that the CIDR came from, or {@code null}
 * @ipam.rule 2.01 2.13..2.18
 * @since 0.1
 */
public record Subnet(
    String id,
    String project,
    Cidr cidr,
    @Nullable IpAddress gateway,
    List<AddressRange> pools,
    boolean poolsGenerated,
    AllocationPolicy policy,
    Duration rest,
    @Nullable String poolId) {
  /**
   * Checks everything that a subnet must be, so that none can exist that is not valid.
   *
   * @param id its id
   * @param project the project that it belongs to
   * @param cidr its CIDR
   * @param gateway its gateway, or {@code null}
   * @param pools its allocation pools: disjoint, in ascending order
   * @param poolsGenerated whether the pools are the generated ones, which follow the gateway
   * @param policy which free address {@link AddressRequest.Any} takes
   * @param rest how long a released address rests, zero for not at all
   * @param poolId the subnet pool that the CIDR came from, or {@code null}
   * @throws dev.ipam.error.InvalidValueException if an id, the rest time, the gateway or a pool
   *     cannot be a subnet's; also for pools that are said to be generated and are not
   */
  public Subnet {
    Checks.id("subnet id", id);
    Checks.id("project", project);
    Checks.optionalId("subnet pool id", poolId);
    Objects.requireNonNull(cidr, "cidr");
    Objects.requireNonNull(policy, "policy");
    Checks.rest(rest);
    if (gateway != null) {
      AllocationPools.checkGateway(cidr, gateway);
    }
    pools =
        poolsGenerated
            ? SubnetPlan.checkGenerated(cidr, gateway, pools)
            : AllocationPools.validate(cidr, gateway, pools);
  }

  /**
   * Makes the subnet that a request for one CIDR asks for.
   *
   * @param request the request
   * @return the subnet
   * @throws dev.ipam.error.InvalidValueException if its pools and gateway contradict each other
   * @ipam.rule 2.01 2.13..2.18
   * @ipam.rule 2.06..2.13
   * @ipam.rule 2.19..2.24
   */
  public static Subnet of(SpecificSubnetRequest request) {
    return SubnetPlan.create(
        request.subnetId(),
        request.project(),
        request.cidr(),
        request.poolId(),
        request.settings());
  }

  /**
   * Makes the subnet that a request for any block asks for, now that its block is known.
   *
   * @param request the request
   * @param cidr the block that the subnet pool granted
   * @return the subnet
   * @throws dev.ipam.error.InvalidValueException if the gateway cannot be one of the block
   */
  public static Subnet of(AnySubnetRequest request, Cidr cidr) {
    return SubnetPlan.create(
        request.subnetId(), request.project(), cidr, request.poolId(), request.settings());
  }

  /**
   * Returns this subnet after an update.
   *
   * @param update the update
   * @return the new state; equal to this one where nothing changes
   * @throws dev.ipam.error.InvalidValueException if the resulting pools and gateway contradict each
   *     other
   * @ipam.rule 2.25..2.37
   */
  public Subnet after(SubnetUpdate update) {
    return SubnetPlan.update(this, update);
  }

  /**
   * Returns the address that a request names in this subnet: the one that it gives, the one formed
   * from its MAC address, or the gateway's. Whether it is free is the driver's to say.
   *
   * @param wanted a request for a specific, an automatic or the gateway's address
   * @return an address inside the CIDR that may be allocated
   * @throws dev.ipam.error.AddressOutsideSubnetException if a specific address is outside the CIDR
   * @throws dev.ipam.error.AddressNotUsableException if it is the network or broadcast address
   * @throws dev.ipam.error.AddressCalculationFailedException if an automatic one cannot be formed
   * @throws dev.ipam.error.InvalidAddressRequestException if the subnet has no gateway, or none
   *     inside
   * @throws IllegalArgumentException if the request names no address
   * @ipam.rule 3.16 3.18..3.22 3.25
   */
  public IpAddress named(AddressRequest wanted) {
    return NamedAddress.of(this, wanted);
  }
}
