package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chapter 2: which gateways and pools a CIDR can have (2.06 to 2.24). */
final class Geometry {
  private static final int MOST_POOLS = 4_096;

  private Geometry() {}

  /** IPv4 /30 or shorter: its first and last address are no host's. */
  static boolean broadcast(Block cidr) {
    return cidr.bits() == Addr.V4 && cidr.length() <= 30;
  }

  static boolean single(Block cidr) {
    return cidr.length() == cidr.bits();
  }

  static boolean networkOrBroadcast(Block cidr, Addr address) {
    return broadcast(cidr) && (address.equals(cidr.network()) || address.equals(cidr.last()));
  }

  static Span usable(Block cidr) {
    if (broadcast(cidr)) {
      return new Span(cidr.network().plus(1), cidr.last().plus(-1));
    }
    boolean anycast = cidr.bits() == Addr.V6 && !single(cidr);
    return new Span(anycast ? cidr.network().plus(1) : cidr.network(), cidr.last());
  }

  static @Nullable Addr gateway(Block cidr, GatewayWish wish) {
    if (!wish.automatic()) {
      return wish.address();
    }
    return single(cidr) ? null : usable(cidr).first();
  }

  static List<Span> generated(Block cidr, @Nullable Addr gateway) {
    Span usable = usable(cidr);
    if (gateway == null || single(cidr) || !usable.contains(gateway)) {
      return List.of(usable);
    }
    List<Span> pools = new ArrayList<>();
    if (usable.first().compareTo(gateway) < 0) {
      pools.add(new Span(usable.first(), gateway.plus(-1)));
    }
    if (gateway.compareTo(usable.last()) < 0) {
      pools.add(new Span(gateway.plus(1), usable.last()));
    }
    return pools;
  }

  /** What is wrong with a gateway whatever the pools are. */
  static List<Refusal> gatewayFaults(Block cidr, @Nullable Addr gateway) {
    List<Refusal> faults = new ArrayList<>();
    if (gateway != null && gateway.bits() != cidr.bits()) {
      faults.add(
          value("2.11", "FamilyMismatch", "gateway " + gateway + " is no address of " + cidr));
    } else if (gateway != null && networkOrBroadcast(cidr, gateway)) {
      String why = gateway + " is the network or broadcast address of " + cidr;
      faults.add(value("2.08", "GatewayNotUsable", why));
    }
    return faults;
  }

  /** What is wrong with given pools by themselves; no request can hold them. */
  static List<Refusal> poolFaults(Block cidr, List<Span> pools) {
    List<Refusal> faults = new ArrayList<>();
    if (pools.size() > MOST_POOLS) {
      faults.add(value("2.18", "InvalidPool", pools.size() + " pools are more than 4096"));
    }
    for (Span pool : pools) {
      if (pool.first().bits() != cidr.bits()) {
        faults.add(value("2.16", "FamilyMismatch", pool + " is not of the family of " + cidr));
      } else if (!cidr.contains(pool.first()) || !cidr.contains(pool.last())) {
        faults.add(value("2.14", "PoolOutsideSubnet", pool + " leaves " + cidr));
      }
    }
    for (int i = 0; i < pools.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (pools.get(i).overlaps(pools.get(j))) {
          String why = pools.get(i) + " and " + pools.get(j) + " overlap";
          faults.add(value("2.15", "OverlappingPools", why));
        }
      }
    }
    return faults;
  }

  /** What is wrong with given pools beside a gateway, and on reserved addresses. */
  static List<Refusal> togetherFaults(Block cidr, @Nullable Addr gateway, List<Span> pools) {
    List<Refusal> faults = new ArrayList<>();
    Span usable = usable(cidr);
    for (Span pool : pools) {
      boolean inside = cidr.contains(pool.first()) && cidr.contains(pool.last());
      if (inside && !(usable.contains(pool.first()) && usable.contains(pool.last()))) {
        faults.add(
            value("2.14", "PoolOutsideSubnet", pool + " holds a reserved address of " + cidr));
      }
      if (gateway != null && pool.contains(gateway)) {
        faults.add(value("2.13", "GatewayInPool", "gateway " + gateway + " lies in " + pool));
      }
    }
    return faults;
  }

  private static Refusal value(String rule, String code, String why) {
    return Refusal.of(rule, code, why, "input", Refusal.TEXT);
  }
}
