package dev.ipam.memory;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestFingerprint;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import dev.ipam.request.Usage;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.StoreInfo;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A driver in memory: always the lowest free address, one operation at a time. */
public final class MemoryDriver
    implements IpamDriver, OwnerLookup, AddressLookup, AllocationTransfer, JointAllocation {
  private final MemoryStore store;
  private final Set<Capability> capabilities;
  private final Faults faults = new Faults();
  private boolean closed;
  private String interruptedWrite = "";
  private Runnable interruption = () -> {};

  public MemoryDriver(MemoryStore store, Set<Capability> capabilities) {
    this.store = store;
    this.capabilities = Set.copyOf(capabilities);
  }

  public Faults faults() {
    return faults;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  private <T> T read(Supplier<T> operation) {
    synchronized (store) {
      if (closed) {
        throw new DriverClosedException("memory");
      }
      return operation.get();
    }
  }

  /** Does something else just before the next write of this name. */
  public void meanwhile(Runnable somethingElse, String write) {
    interruptedWrite = write;
    interruption = somethingElse;
  }

  private <T> T write(String what, Supplier<T> operation) {
    if (what.equals(interruptedWrite)) {
      interruptedWrite = "";
      interruption.run();
    }
    return read(
        () -> {
          faults.before(what);
          try {
            T result = operation.get();
            faults.after(what);
            return result;
          } catch (IpamException refusal) {
            faults.after(what);
            throw refusal;
          }
        });
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    require(request.key() != null, Capability.KEYS);
    return write("create", () -> create((SpecificSubnetRequest) request));
  }

  private Subnet create(SpecificSubnetRequest request) {
    String print = RequestFingerprint.of((SubnetRequest) request);
    if (bound(request.key(), print).isPresent()) {
      return known(request.subnetId());
    }
    if (store.subnets.containsKey(request.subnetId())) {
      throw new SubnetAlreadyExistsException(request.subnetId());
    }
    Subnet subnet = Subnet.of(request);
    store.subnets.put(subnet.id(), subnet);
    store.held.put(subnet.id(), new TreeMap<>());
    bind(request.key(), new MemoryStore.Bound(print, List.of(), subnet.id()));
    return subnet;
  }

  @Override
  public Subnet subnet(String subnetId) {
    return read(() -> known(subnetId));
  }

  private Subnet known(String subnetId) {
    Subnet subnet = store.subnets.get(subnetId);
    if (subnet == null) {
      throw new SubnetNotFoundException(subnetId);
    }
    return subnet;
  }

  @Override
  public Stream<Subnet> subnets() {
    return read(() -> List.copyOf(store.subnets.values())).stream();
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return write(
        "update",
        () -> {
          Subnet after = known(update.subnetId()).after(update);
          store.subnets.put(after.id(), after);
          return after;
        });
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    require(force, Capability.ATOMIC_REMOVE);
    return write(
        "remove",
        () -> {
          known(subnetId);
          int count = held(subnetId).size();
          if (count > 0 && !force) {
            throw new SubnetInUseException(subnetId, count);
          }
          store.subnets.remove(subnetId);
          store.held.remove(subnetId);
          store.keys.values().removeIf(key -> subnetId.equals(key.subnetId()));
          return (long) count;
        });
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    Capability.neededBy(request).forEach(needed -> needed.require(capabilities));
    require(request.subnetIds().size() != 1, Capability.GROUPS);
    return write("allocate " + request.subnetIds(), () -> allocateUnderKey(request));
  }

  private List<Allocation> allocateUnderKey(AllocationRequest request) {
    String print = RequestFingerprint.of(request);
    Optional<List<List<Allocation>>> before = bound(request.key(), print);
    if (before.isPresent()) {
      return before.get().get(0);
    }
    request.subnetIds().forEach(this::known);
    List<Allocation> made = allocateFromFirst(request);
    bind(request.key(), new MemoryStore.Bound(print, List.of(tokens(made)), null));
    return made;
  }

  private List<Allocation> allocateFromFirst(AllocationRequest request) {
    NoAddressAvailableException full = null;
    for (String candidate : request.subnetIds()) {
      try {
        return allocate(known(candidate), request);
      } catch (NoAddressAvailableException e) {
        full = e;
      }
    }
    throw Objects.requireNonNull(full);
  }

  private List<Allocation> allocate(Subnet subnet, AllocationRequest request) {
    AddressRequest wanted = request.address();
    List<IpAddress> addresses =
        switch (wanted.kind()) {
          case ANY, PREFER_NEXT, BULK -> lowest(subnet, wanted.count());
          case SPECIFIC -> named(subnet, ((AddressRequest.Specific) wanted).address());
          case AUTOMATIC ->
              named(subnet, Eui64.derive(subnet.cidr(), ((AddressRequest.Automatic) wanted).mac()));
          case GATEWAY -> named(subnet, gateway(subnet));
        };
    List<Allocation> made = new ArrayList<>();
    for (IpAddress address : addresses) {
      Allocation allocation =
          new Allocation(
              subnet.id(),
              address,
              request.owner(),
              store.now(),
              wanted.kind(),
              has(Capability.TOKENS) ? store.nextToken() : 1,
              request.key(),
              request.context());
      held(subnet.id()).put(address, allocation);
      made.add(allocation);
    }
    return made;
  }

  private static IpAddress gateway(Subnet subnet) {
    IpAddress gateway = subnet.gateway();
    if (gateway == null || !subnet.cidr().contains(gateway)) {
      throw new InvalidAddressRequestException(subnet.id(), "it has no gateway inside");
    }
    return gateway;
  }

  private List<IpAddress> named(Subnet subnet, IpAddress address) {
    String cidr = subnet.cidr().toString();
    if (!subnet.cidr().contains(address)) {
      throw new AddressOutsideSubnetException(subnet.id(), cidr, address.toString());
    }
    if (!AllocationPools.isAllocatable(subnet.cidr(), address)) {
      throw new AddressNotUsableException(subnet.id(), cidr, address.toString());
    }
    if (held(subnet.id()).containsKey(address)) {
      throw new AddressAlreadyAllocatedException(subnet.id(), address.toString());
    }
    return List.of(address);
  }

  private List<IpAddress> lowest(Subnet subnet, int count) {
    List<IpAddress> found = new ArrayList<>();
    for (AddressRange pool : subnet.pools()) {
      for (IpAddress at = pool.first(); ; at = at.plus(1)) {
        if (!held(subnet.id()).containsKey(at) && !resting(subnet.id()).contains(at)) {
          found.add(at);
          if (found.size() == count) {
            return found;
          }
        }
        if (at.equals(pool.last())) {
          break;
        }
      }
    }
    throw new NoAddressAvailableException(
        List.of(subnet.id()),
        BigInteger.valueOf(count),
        BigInteger.valueOf(found.size()),
        BigInteger.ZERO,
        null);
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    require(true, Capability.ALL_OR_NONE);
    return write("allocate together", () -> togetherUnderKey(request));
  }

  private List<List<Allocation>> togetherUnderKey(JointRequest request) {
    String print = RequestFingerprint.of(request);
    Optional<List<List<Allocation>>> before = bound(request.key(), print);
    if (before.isPresent()) {
      return before.get();
    }
    List<List<Allocation>> made = new ArrayList<>();
    try {
      for (AllocationRequest part : request.parts()) {
        part.subnetIds().forEach(this::known);
        made.add(allocateFromFirst(part.withKey(request.key())));
      }
    } catch (RuntimeException e) {
      made.forEach(part -> part.forEach(each -> held(each.subnetId()).remove(each.address())));
      throw e;
    }
    bind(
        request.key(),
        new MemoryStore.Bound(print, made.stream().map(MemoryDriver::tokens).toList(), null));
    return made;
  }

  /** Answers from the key; empty where it is free. */
  private Optional<List<List<Allocation>>> bound(@Nullable String key, String print) {
    MemoryStore.Bound bound = key == null ? null : store.keys.get(key);
    if (key == null || bound == null) {
      return Optional.empty();
    }
    Map<Long, Allocation> heldUnder = new HashMap<>();
    store.held.values().stream()
        .flatMap(subnet -> subnet.values().stream())
        .filter(each -> key.equals(each.key()))
        .forEach(each -> heldUnder.put(identity(each), each));
    List<Long> all = bound.tokens().stream().flatMap(List::stream).toList();
    long left = all.stream().filter(heldUnder::containsKey).count();
    if (bound.subnetId() == null && left == 0) {
      store.keys.remove(key);
      return Optional.empty();
    }
    if (left < all.size() || !bound.fingerprint().equals(print)) {
      throw new IdempotencyConflictException(key, "it is bound otherwise");
    }
    return Optional.of(
        bound.tokens().stream()
            .map(part -> part.stream().map(each -> held(heldUnder, each)).toList())
            .toList());
  }

  private static Allocation held(Map<Long, Allocation> heldUnder, Long identity) {
    return Objects.requireNonNull(heldUnder.get(identity));
  }

  private void bind(@Nullable String key, MemoryStore.Bound bound) {
    if (key != null) {
      store.keys.put(key, bound);
    }
  }

  private static List<Long> tokens(List<Allocation> allocations) {
    return allocations.stream().map(MemoryDriver::identity).toList();
  }

  /** The clock of the store never shows a time twice. */
  private static long identity(Allocation allocation) {
    return allocation.allocatedAt().toEpochMilli();
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    require(request.owner() != null, Capability.OWNERS);
    require(request.token() != null, Capability.TOKENS);
    return write(
        "release " + request.address(),
        () -> {
          known(request.subnetId());
          Allocation found = held(request.subnetId()).get(request.address());
          if (found == null) {
            return Optional.empty();
          }
          Long token = request.token();
          if ((token != null && token != found.token())
              || (request.owner() != null && !request.owner().equals(found.owner()))) {
            throw new AddressOwnedByAnotherException(
                request.subnetId(), request.address().toString());
          }
          return Optional.ofNullable(held(request.subnetId()).remove(request.address()));
        });
  }

  @Override
  public Allocation transfer(TransferRequest request) {
    require(true, Capability.TRANSFER);
    return write(
        "transfer",
        () -> {
          known(request.subnetId());
          Allocation found = held(request.subnetId()).get(request.address());
          if (found == null) {
            throw new AddressNotAllocatedException(
                request.subnetId(), request.address().toString());
          }
          if (found.token() != request.token()) {
            throw new AddressOwnedByAnotherException(
                request.subnetId(), request.address().toString());
          }
          Allocation moved =
              new Allocation(
                  found.subnetId(),
                  found.address(),
                  request.newOwner(),
                  found.allocatedAt(),
                  found.kind(),
                  store.nextToken(),
                  request.key(),
                  found.context());
          held(request.subnetId()).put(found.address(), moved);
          return moved;
        });
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return read(
        () -> {
          known(subnetId);
          return Optional.ofNullable(held(subnetId).get(address));
        });
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return read(
        () -> {
          known(subnetId);
          return List.copyOf(held(subnetId).values());
        })
        .stream();
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    require(true, Capability.OWNERS);
    return all(each -> owner.equals(each.owner())).stream();
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    require(true, Capability.OWNERS);
    return write(
        "release owner",
        () -> {
          List<Allocation> released = all(each -> owner.equals(each.owner()));
          released.forEach(each -> held(each.subnetId()).remove(each.address()));
          return released;
        });
  }

  @Override
  public Stream<Allocation> holders(IpAddress address) {
    require(true, Capability.ADDRESS_LOOKUP);
    return all(each -> each.address().equals(address)).stream();
  }

  private List<Allocation> all(Predicate<Allocation> which) {
    return read(
        () ->
            store.subnets.keySet().stream()
                .flatMap(id -> held(id).values().stream())
                .filter(which)
                .toList());
  }

  @Override
  public Usage usage(String subnetId) {
    return read(
        () -> {
          Subnet subnet = known(subnetId);
          BigInteger capacity =
              subnet.pools().stream()
                  .map(AddressRange::size)
                  .reduce(BigInteger.ZERO, BigInteger::add);
          long inside =
              held(subnetId).keySet().stream()
                  .filter(at -> subnet.pools().stream().anyMatch(pool -> pool.contains(at)))
                  .count();
          BigInteger allocated = BigInteger.valueOf(inside);
          BigInteger resting = BigInteger.valueOf(resting(subnetId).size());
          return new Usage(
              subnetId,
              capacity,
              allocated,
              capacity.subtract(allocated).subtract(resting),
              resting,
              BigInteger.valueOf(held(subnetId).size() - inside),
              null);
        });
  }

  private Map<IpAddress, Allocation> held(String subnetId) {
    return store.held.getOrDefault(subnetId, new TreeMap<>());
  }

  private Set<IpAddress> resting(String subnetId) {
    return store.resting.getOrDefault(subnetId, new HashSet<>());
  }

  private boolean has(Capability capability) {
    return capabilities.contains(capability);
  }

  private void require(boolean needed, Capability capability) {
    if (needed) {
      capability.require(capabilities);
    }
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo("memory", "memory", "1");
  }

  @Override
  public void close() {
    synchronized (store) {
      closed = true;
    }
  }
}
