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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A small subnet the slow and obvious way: it looks at every address of its pools. */
final class ModelSubnet {
  final TreeMap<IpAddress, Allocation> held = new TreeMap<>();
  private final TreeMap<IpAddress, Long> rests = new TreeMap<>();
  private final LongSupplier now;
  Subnet subnet;
  private TreeSet<IpAddress> spent = new TreeSet<>();

  /** What was resting when the pass began. */
  private Set<IpAddress> waiting = Set.of();

  /** The last address that the pass handed out, or null where it has not begun. */
  private @Nullable IpAddress passed;

  ModelSubnet(Subnet subnet, LongSupplier now) {
    this.subnet = subnet;
    this.now = now;
  }

  private boolean rests(IpAddress address) {
    Long until = rests.get(address);
    return until != null && until > now.getAsLong();
  }

  List<IpAddress> restingInPools() {
    return rests.keySet().stream().filter(a -> rests(a) && inPools(a)).toList();
  }

  @Nullable Instant nextRested() {
    return restingInPools().stream()
        .map(rests::get)
        .min(Long::compare)
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  /** The latest end of a rest that is over. */
  long lastRested() {
    return rests.values().stream()
        .filter(until -> until <= now.getAsLong())
        .max(Long::compare)
        .orElse(Long.MIN_VALUE);
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
    return poolAddresses().stream()
        .filter(address -> !held.containsKey(address) && !rests(address))
        .toList();
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
                .filter(a -> (passed == null || a.compareTo(passed) > 0) && !isLeftOut(a))
                .limit(count)
                .toList());
    free.stream()
        .filter(a -> !chosen.contains(a))
        .limit(count - chosen.size())
        .forEach(chosen::add);
    return chosen;
  }

  private boolean isLeftOut(IpAddress address) {
    return spent.contains(address) || waiting.contains(address);
  }

  private void newPass() {
    passed = null;
    spent = new TreeSet<>();
    waiting = Set.copyOf(restingInPools());
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
      if (passes && ((passed != null && address.compareTo(passed) <= 0) || isLeftOut(address))) {
        newPass();
      }
      held.put(address, allocation);
      rests.remove(address);
      if (passes) {
        passed = address;
        spent = new TreeSet<>(spent.tailSet(address, false));
      }
    }
  }

  void release(IpAddress address) {
    held.remove(address);
    if (!subnet.rest().isZero()) {
      rests.put(address, now.getAsLong() + subnet.rest().toMillis());
    }
    if (inPools(address) && (passed == null || address.compareTo(passed) > 0)) {
      spent.add(address);
    }
  }

  void replace(Subnet after) {
    if (!after.pools().equals(subnet.pools())) {
      subnet = after;
      newPass();
    }
    subnet = after;
  }

  ModelSubnet copy() {
    ModelSubnet copy = new ModelSubnet(subnet, now);
    copy.restore(this);
    return copy;
  }

  void restore(ModelSubnet other) {
    held.clear();
    held.putAll(other.held);
    rests.clear();
    rests.putAll(other.rests);
    spent = new TreeSet<>(other.spent);
    waiting = other.waiting;
    passed = other.passed;
  }
}
