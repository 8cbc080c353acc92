package dev.ipam.net;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of which addresses of a subnet may be in its allocation pools, be its gateway, or be
 * allocated at all.
 *
 * <p>In an IPv4 subnet of /30 or shorter, the first address is the network address and the last one
 * the broadcast address; a /31 has neither (RFC 3021). In an IPv6 subnet shorter than /128, the
 * first address is the subnet-router anycast address, which is left out of pools but may be
 * allocated by name.
 *
 * @since 0.1
 */
public final class AllocationPools {
  /** The most allocation pools that one subnet may have. */
  public static final int MAX_POOLS = 4096;

  private static final int LONGEST_WITH_BROADCAST = 30;

  private AllocationPools() {}

  /**
   * Returns the addresses of a subnet that its pools may hold.
   *
   * @param subnet the subnet's CIDR
   * @return all its addresses but the network and broadcast address of an IPv4 /30 or shorter and
   *     the first address of an IPv6 subnet shorter than /128
   */
  public static AddressRange usableRange(Cidr subnet) {
    if (subnet.family() == IpFamily.IPV6) {
      return subnet.prefixLength() == IpFamily.IPV6.bits()
          ? subnet.range()
          : new AddressRange(subnet.first().plus(1), subnet.last());
    }
    return hasBroadcast(subnet)
        ? new AddressRange(subnet.first().plus(1), subnet.last().plus(-1))
        : subnet.range();
  }

  /**
   * Returns the pools of a subnet for which none were given: every usable address but the gateway.
   *
   * @param subnet the subnet's CIDR
   * @param gateway the gateway, or null for none; one outside the usable addresses takes nothing
   *     away, and a /32 or /128 keeps its one address even when that is the gateway
   * @return an unmodifiable list of no, one, or two ranges in ascending order
   * @throws dev.ipam.error.InvalidValueException code {@code FamilyMismatch}, if the gateway is of
   *     the other family
   */
  public static List<AddressRange> generate(Cidr subnet, @Nullable IpAddress gateway) {
    AddressRange usable = usableRange(subnet);
    if (gateway == null) {
      return List.of(usable);
    }
    checkFamily(subnet, gateway);
    if (!usable.contains(gateway) || subnet.prefixLength() == subnet.family().bits()) {
      return List.of(usable);
    }
    if (usable.first().equals(usable.last())) {
      return List.of();
    }
    if (gateway.equals(usable.first())) {
      return List.of(new AddressRange(gateway.plus(1), usable.last()));
    }
    AddressRange below = new AddressRange(usable.first(), gateway.plus(-1));
    return gateway.equals(usable.last())
        ? List.of(below)
        : List.of(below, new AddressRange(gateway.plus(1), usable.last()));
  }

  /**
   * Checks pools that were given for a subnet.
   *
   * <p>The checks run in this order: number of pools, each pool by itself in the order given,
   * overlaps, gateway. Adjoining pools stay as they are. Whether the gateway itself is acceptable
   * is left to {@link #checkGateway}.
   *
   * @param subnet the subnet's CIDR
   * @param gateway the gateway, or null for none
   * @param pools the pools, in any order
   * @return the pools in ascending order, unmodifiable
   * @throws dev.ipam.error.InvalidValueException naming the pool: code {@code InvalidPool}, if
   *     there are more than {@link #MAX_POOLS}; {@code FamilyMismatch}, if a pool or the gateway is
   *     of the other family; {@code PoolOutsideSubnet}, if a pool reaches beyond {@link
   *     #usableRange}; {@code OverlappingPools}, if two pools share an address; {@code
   *     GatewayInPool}, if a pool contains the gateway
   */
  public static List<AddressRange> validate(
      Cidr subnet, @Nullable IpAddress gateway, List<AddressRange> pools) {
    checkCount(subnet, pools);
    AddressRange usable = usableRange(subnet);
    for (AddressRange pool : pools) {
      checkInside(subnet, usable, pool);
      checkReserved(subnet, usable, pool);
    }
    List<AddressRange> sorted = sortedDisjoint(pools);
    if (gateway != null) {
      checkFamily(subnet, gateway);
      for (AddressRange pool : sorted) {
        if (pool.contains(gateway)) {
          throw Faults.gatewayInPool(pool, gateway);
        }
      }
    }
    return sorted;
  }

  /**
   * Checks what pools must be by themselves, before the gateway is known that they go with: of the
   * subnet's family, inside its CIDR, and disjoint.
   *
   * @param subnet the subnet's CIDR
   * @param pools the pools, in any order
   * @return the pools in ascending order, unmodifiable
   * @throws dev.ipam.error.InvalidValueException naming the pool: code {@code InvalidPool}, if
   *     there are more than {@link #MAX_POOLS}; {@code FamilyMismatch}, {@code PoolOutsideSubnet}
   *     or {@code OverlappingPools}
   */
  public static List<AddressRange> checkInside(Cidr subnet, List<AddressRange> pools) {
    checkCount(subnet, pools);
    AddressRange usable = usableRange(subnet);
    for (AddressRange pool : pools) {
      checkInside(subnet, usable, pool);
    }
    return sortedDisjoint(pools);
  }

  /**
   * Returns whether an address may be allocated by name in a subnet, inside its pools or not.
   *
   * @param subnet the subnet's CIDR
   * @param address the address
   * @return whether it lies in the subnet and is not the network or broadcast address of an IPv4
   *     /30 or shorter
   */
  public static boolean isAllocatable(Cidr subnet, IpAddress address) {
    return subnet.contains(address) && !isNetworkOrBroadcast(subnet, address);
  }

  /**
   * Checks a gateway that was given for a subnet: any address of its family, also outside the
   * subnet (an on-link gateway), but for the network and broadcast address of an IPv4 /30 or
   * shorter.
   *
   * @param subnet the subnet's CIDR
   * @param gateway the gateway
   * @throws dev.ipam.error.InvalidValueException code {@code FamilyMismatch}, if it is of the other
   *     family; code {@code GatewayNotUsable}, if it is the network or broadcast address
   */
  public static void checkGateway(Cidr subnet, IpAddress gateway) {
    checkFamily(subnet, gateway);
    if (isNetworkOrBroadcast(subnet, gateway)) {
      String role = gateway.equals(subnet.network()) ? "network" : "broadcast";
      throw Faults.gatewayNotUsable(subnet, gateway, role, usableRange(subnet));
    }
  }

  /**
   * Returns the gateway of a subnet that leaves the choice to us: its first usable address.
   *
   * @param subnet the subnet's CIDR
   * @return the address, or null for a /32 or /128, whose one address is wanted for itself
   */
  public static @Nullable IpAddress automaticGateway(Cidr subnet) {
    return subnet.prefixLength() == subnet.family().bits() ? null : usableRange(subnet).first();
  }

  private static void checkCount(Cidr subnet, List<AddressRange> pools) {
    if (pools.size() > MAX_POOLS) {
      throw Faults.tooManyPools(subnet, pools.size(), MAX_POOLS);
    }
  }

  private static List<AddressRange> sortedDisjoint(List<AddressRange> pools) {
    List<AddressRange> sorted = pools.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).overlaps(sorted.get(i))) {
        throw Faults.overlappingPools(sorted.get(i - 1), sorted.get(i));
      }
    }
    return sorted;
  }

  private static void checkInside(Cidr subnet, AddressRange usable, AddressRange pool) {
    if (pool.family() != subnet.family()) {
      throw Faults.poolOfOtherFamily(subnet, pool);
    }
    if (!subnet.contains(pool.first()) || !subnet.contains(pool.last())) {
      throw Faults.poolOutside(subnet, pool, usable);
    }
  }

  private static void checkReserved(Cidr subnet, AddressRange usable, AddressRange pool) {
    if (pool.first().compareTo(usable.first()) < 0) {
      String role = subnet.family() == IpFamily.IPV4 ? "network" : "subnet-router anycast";
      throw Faults.poolOnReserved(subnet, pool, role, subnet.first(), usable);
    }
    if (pool.last().compareTo(usable.last()) > 0) {
      throw Faults.poolOnReserved(subnet, pool, "broadcast", subnet.last(), usable);
    }
  }

  private static void checkFamily(Cidr subnet, IpAddress gateway) {
    if (gateway.family() != subnet.family()) {
      throw Faults.gatewayOfOtherFamily(subnet, gateway);
    }
  }

  private static boolean hasBroadcast(Cidr subnet) {
    return subnet.family() == IpFamily.IPV4 && subnet.prefixLength() <= LONGEST_WITH_BROADCAST;
  }

  private static boolean isNetworkOrBroadcast(Cidr subnet, IpAddress address) {
    return hasBroadcast(subnet)
        && (address.equals(subnet.network()) || address.equals(subnet.last()));
  }
}
