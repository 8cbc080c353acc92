package com.example.ipam;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The addresses of one subnet: what is held, and what is free as ranges, so that a full subnet and
 * an empty /64 cost the same.
 */
final class Space {
  private final NavigableMap<IpAddress, Allocation> held = new TreeMap<>();
  private final NavigableMap<IpAddress, IpAddress> free = new TreeMap<>();
  private Subnet subnet;
  private long heldInPools;

  Space(Subnet subnet) {
    this.subnet = subnet;
    setFree();
  }

  private void setFree() {
    free.clear();
    heldInPools = 0;
    subnet.pools().forEach(pool -> free.put(pool.first(), pool.last()));
    held.keySet().forEach(this::takeFromFree);
  }

  Subnet subnet() {
    return subnet;
  }

  Subnet update(SubnetUpdate update) {
    Subnet after = subnet.after(update);
    IpAddress gateway = after.gateway();
    Allocation holder = gateway == null ? null : held.get(gateway);
    if (gateway != null
        && holder != null
        && !gateway.equals(subnet.gateway())
        && holder.kind() != RequestKind.GATEWAY) {
      throw new AddressAlreadyAllocatedException(subnet.id(), gateway.toString());
    }
    subnet = after;
    setFree();
    return after;
  }

  Allocation allocate(AllocationRequest request) {
    IpAddress address = choose(request.address());
    if (held.containsKey(address)) {
      throw new AddressAlreadyAllocatedException(subnet.id(), address.toString());
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Allocation allocation =
        new Allocation(
            subnet.id(), address, null, now, request.address().kind(), 1, null, request.context());
    held.put(address, allocation);
    takeFromFree(address);
    return allocation;
  }

  private IpAddress choose(AddressRequest request) {
    if (!(request instanceof AddressRequest.Any || request instanceof AddressRequest.PreferNext)) {
      return subnet.named(request);
    }
    if (free.isEmpty()) {
      throw new NoAddressAvailableException(
          List.of(subnet.id()), BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO, null);
    }
    return free.firstKey();
  }

  /** Cuts an address out of the free range that it is in, if it is of the pools at all. */
  private void takeFromFree(IpAddress address) {
    Map.Entry<IpAddress, IpAddress> range = free.floorEntry(address);
    if (range == null || range.getValue().compareTo(address) < 0) {
      return;
    }
    heldInPools++;
    free.remove(range.getKey());
    if (range.getKey().compareTo(address) < 0) {
      free.put(range.getKey(), address.plus(-1));
    }
    if (address.compareTo(range.getValue()) < 0) {
      free.put(address.plus(1), range.getValue());
    }
  }

  Optional<Allocation> release(IpAddress address) {
    Allocation ended = held.remove(address);
    if (ended != null && subnet.pools().stream().anyMatch(pool -> pool.contains(address))) {
      heldInPools--;
      free.put(address, address);
    }
    return Optional.ofNullable(ended);
  }

  Optional<Allocation> find(IpAddress address) {
    return Optional.ofNullable(held.get(address));
  }

  Collection<Allocation> allocations() {
    return held.values();
  }

  Usage usage() {
    BigInteger capacity =
        subnet.pools().stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger allocated = BigInteger.valueOf(heldInPools);
    BigInteger outside = BigInteger.valueOf(held.size()).subtract(allocated);
    BigInteger rest = capacity.subtract(allocated);
    return new Usage(subnet.id(), capacity, allocated, rest, BigInteger.ZERO, outside, null);
  }
}
