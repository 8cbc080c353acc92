package dev.ipam.builtin;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A small subnet the slow and obvious way: it looks at every address of its pools. */
final class ModelSubnet {
  final TreeMap<IpAddress, Allocation> held = new TreeMap<>();
  Subnet subnet;
  private TreeSet<IpAddress> spent = new TreeSet<>();

  /** The last address that the pass handed out, or null where it has not begun. */
  private @Nullable IpAddress passed;

  ModelSubnet(Subnet subnet) {
    this.subnet = subnet;
  }

  private List<IpAddress> poolAddresses() {
    List<IpAddress> all = new ArrayList<>();
    for (AddressRange pool : subnet.pools()) {
      for (IpAddress at = pool.first(); ; at = at.plus(1)) {
        all.add(at);
        if (at.equals(pool.last())) {
          break;
        }
      }
    }
    return all;
  }

  List<IpAddress> free() {
    return poolAddresses().stream().filter(address -> !held.containsKey(address)).toList();
  }

  long capacity() {
    return poolAddresses().size();
  }

  boolean inPools(IpAddress address) {
    return subnet.pools().stream().anyMatch(pool -> pool.contains(address));
  }

  /** What any of the answers may be; null where not enough are free. Fixed but for RANDOM. */
  @Nullable List<IpAddress> choose(AddressRequest wanted) {
    List<IpAddress> free = free();
    if (wanted instanceof AddressRequest.PreferNext) {
      return free.isEmpty() ? null : free.subList(0, 1);
    }
    if (wanted instanceof AddressRequest.Any || wanted instanceof AddressRequest.Bulk) {
      int count = wanted.count();
      if (free.size() < count) {
        return null;
      }
      return subnet.policy() == AllocationPolicy.SEQUENTIAL
          ? next(free, count)
          : free.subList(0, count);
    }
    return List.of(named(wanted));
  }

  private List<IpAddress> next(List<IpAddress> free, int count) {
    List<IpAddress> chosen =
        new ArrayList<>(
            free.stream()
                .filter(a -> (passed == null || a.compareTo(passed) > 0) && !spent.contains(a))
                .limit(count)
                .toList());
    free.stream()
        .filter(a -> !chosen.contains(a))
        .limit(count - chosen.size())
        .forEach(chosen::add);
    return chosen;
  }

  private IpAddress named(AddressRequest wanted) {
    String id = subnet.id();
    String cidr = subnet.cidr().toString();
    IpAddress address = subnet.gateway();
    if (wanted instanceof AddressRequest.Specific specific) {
      address = specific.address();
      if (!subnet.cidr().contains(address)) {
        throw new AddressOutsideSubnetException(id, cidr, address.toString());
      }
      if (!AllocationPools.isAllocatable(subnet.cidr(), address)) {
        throw new AddressNotUsableException(id, cidr, address.toString());
      }
    } else if (address == null || !subnet.cidr().contains(address)) {
      throw new InvalidAddressRequestException(id, "no gateway");
    }
    if (held.containsKey(address)) {
      throw new AddressAlreadyAllocatedException(id, address.toString());
    }
    return address;
  }

  /** Notes what was handed out. */
  void take(AddressRequest wanted, List<Allocation> allocations) {
    boolean passes =
        subnet.policy() == AllocationPolicy.SEQUENTIAL
            && (wanted instanceof AddressRequest.Any || wanted instanceof AddressRequest.Bulk);
    for (Allocation allocation : allocations) {
      IpAddress address = allocation.address();
      if (passes
          && ((passed != null && address.compareTo(passed) <= 0) || spent.contains(address))) {
        spent = new TreeSet<>();
      }
      held.put(address, allocation);
      spent.remove(address);
      if (passes) {
        passed = address;
        spent = new TreeSet<>(spent.tailSet(address, false));
      }
    }
  }

  void release(IpAddress address) {
    held.remove(address);
    if (inPools(address) && (passed == null || address.compareTo(passed) > 0)) {
      spent.add(address);
    }
  }

  void replace(Subnet after) {
    if (!after.pools().equals(subnet.pools())) {
      passed = null;
      spent = new TreeSet<>();
    }
    subnet = after;
  }

  ModelSubnet copy() {
    ModelSubnet copy = new ModelSubnet(subnet);
    copy.restore(this);
    return copy;
  }

  void restore(ModelSubnet other) {
    held.clear();
    held.putAll(other.held);
    spent = new TreeSet<>(other.spent);
    passed = other.passed;
  }
}
