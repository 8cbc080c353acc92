package com.example.ipam;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.SnapshotRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The addresses of one subnet: who holds which, what is free, and where its pass stands. */
final class Space {
  private final NavigableMap<IpAddress, Allocation> held = new TreeMap<>();
  private final Ranges free = new Ranges();
  private final Pass pass = new Pass();
  private Subnet subnet;
  private long heldInPools;

  Space(Subnet subnet) {
    this.subnet = subnet;
    setFree();
  }

  private void setFree() {
    free.clear();
    heldInPools = 0;
    subnet.pools().forEach(free::add);
    held.keySet().forEach(this::takeFromFree);
    pass.start(free);
  }

  Subnet subnet() {
    return subnet;
  }

  Subnet update(SubnetUpdate update) {
    Subnet before = subnet;
    Subnet after = before.after(update);
    IpAddress gateway = after.gateway();
    Allocation holder = gateway == null ? null : held.get(gateway);
    if (gateway != null
        && holder != null
        && !gateway.equals(before.gateway())
        && holder.kind() != RequestKind.GATEWAY) {
      throw new AddressAlreadyAllocatedException(before.id(), gateway.toString());
    }
    subnet = after;
    if (!after.pools().equals(before.pools())) {
      setFree();
    }
    return after;
  }

  Allocation allocate(AllocationRequest request, long token) {
    IpAddress address = choose(request.address());
    if (held.containsKey(address)) {
      throw new AddressAlreadyAllocatedException(subnet.id(), address.toString());
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    RequestKind kind = request.address().kind();
    Allocation allocation =
        new Allocation(subnet.id(), address, null, now, kind, token, null, request.context());
    hold(allocation);
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
    return request instanceof AddressRequest.Any ? pass.next(free) : free.first();
  }

  private void hold(Allocation allocation) {
    held.put(allocation.address(), allocation);
    takeFromFree(allocation.address());
  }

  /** Counts an address of the pools as held, and no longer as free; others are only held. */
  private void takeFromFree(IpAddress address) {
    if (free.cut(new AddressRange(address, address))) {
      heldInPools++;
    }
    pass.taken(address);
  }

  Optional<Allocation> release(ReleaseRequest request) {
    IpAddress address = request.address();
    Allocation ended = held.get(address);
    if (ended == null) {
      return Optional.empty();
    }
    if (request.token() != null && request.token() != ended.token()) {
      throw new AddressOwnedByAnotherException(subnet.id(), address.toString());
    }
    held.remove(address);
    if (subnet.pools().stream().anyMatch(pool -> pool.contains(address))) {
      heldInPools--;
      free.add(new AddressRange(address, address));
      pass.released(address, free);
    }
    return Optional.of(ended);
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

  /** All that an export says of it. */
  List<SnapshotRecord> records() {
    List<SnapshotRecord> records = new ArrayList<>();
    records.add(new SnapshotRecord.SubnetRecord(subnet, null));
    records.addAll(pass.records(subnet.id()));
    held.values().forEach(each -> records.add(new SnapshotRecord.AllocationRecord(each)));
    return records;
  }

  /** Takes what an import says of it, in the same order. */
  void restore(SnapshotRecord record) {
    if (record instanceof SnapshotRecord.AllocationRecord allocation) {
      hold(allocation.allocation());
    } else {
      pass.restore(record, subnet.cidr().first());
    }
  }
}
