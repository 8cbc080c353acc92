package dev.ipam.conformance.vectors;

import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wrong with a CIDR, a gateway and pools, each fault by its error code: told
 * from numbers, apart from the checks under test.
 */
final class SubnetFaults {
  private final Set<String> faults = new TreeSet<>();
  private final boolean created;
  private @Nullable Block block;

  private SubnetFaults(boolean created) {
    this.created = created;
  }

  /** What a request for a subnet may be refused for. */
  static Set<String> ofRequest(Json input) {
    return of(input, false);
  }

  /** What the creation of a subnet may be refused for. */
  static Set<String> ofCreation(Json input) {
    return of(input, true);
  }

  private static Set<String> of(Json input, boolean created) {
    SubnetFaults all = new SubnetFaults(created);
    all.checkCidr(input.get("cidr").text());
    String gateway = input.textOrNull("gateway");
    if (gateway != null) {
      all.checkGateway(gateway);
    }
    if (input.hasValue("pools")) {
      all.checkPools(input.get("pools").items(), gateway);
    }
    return all.faults;
  }

  private void checkCidr(String text) {
    String fault = Texts.faultOfCidr(text);
    if (fault != null) {
      faults.add(fault);
    }
    if (fault == null || fault.equals("HostBitsSet")) {
      block = Block.of(text);
    }
  }

  private void checkGateway(String text) {
    if (!Texts.isAddress(text)) {
      faults.add("MalformedAddress");
      return;
    }
    IpAddress gateway = IpAddress.parse(text);
    if (block != null && gateway.family() != block.family()) {
      faults.add("FamilyMismatch");
    } else if (block != null && block.isNetworkOrBroadcast(gateway)) {
      faults.add("GatewayNotUsable");
    }
  }

  private void checkPools(List<Json> pools, @Nullable String gateway) {
    List<List<IpAddress>> seen = new ArrayList<>();
    for (Json pool : pools) {
      String first = pool.items().get(0).text();
      String last = pool.items().get(1).text();
      if (!Texts.isAddress(first) || !Texts.isAddress(last)) {
        faults.add("MalformedAddress");
        continue;
      }
      List<IpAddress> ends = List.of(IpAddress.parse(first), IpAddress.parse(last));
      checkPool(ends);
      for (List<IpAddress> other : seen) {
        if (overlap(ends, other)) {
          faults.add("OverlappingPools");
        }
      }
      seen.add(ends);
      if (created && gateway != null && Texts.isAddress(gateway)) {
        IpAddress address = IpAddress.parse(gateway);
        if (overlap(ends, List.of(address, address))) {
          faults.add("GatewayInPool");
        }
      }
    }
  }

  private void checkPool(List<IpAddress> ends) {
    IpAddress first = ends.get(0);
    IpAddress last = ends.get(1);
    if (first.family() != last.family()) {
      faults.add("FamilyMismatch");
    } else if (first.toBigInteger().compareTo(last.toBigInteger()) > 0) {
      faults.add("MalformedRange");
    }
    if (block == null) {
      return;
    }
    if (first.family() != block.family() || last.family() != block.family()) {
      faults.add("FamilyMismatch");
    } else if (!block.contains(first) || !block.contains(last)) {
      faults.add("PoolOutsideSubnet");
    } else if (created && (block.isReserved(first) || block.isReserved(last))) {
      faults.add("PoolOutsideSubnet");
    }
  }

  private static boolean overlap(List<IpAddress> one, List<IpAddress> other) {
    return one.get(0).family() == other.get(0).family()
        && one.get(0).toBigInteger().compareTo(other.get(1).toBigInteger()) <= 0
        && other.get(0).toBigInteger().compareTo(one.get(1).toBigInteger()) <= 0;
  }
}
