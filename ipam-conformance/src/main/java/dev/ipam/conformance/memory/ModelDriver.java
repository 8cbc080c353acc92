package dev.ipam.conformance.memory;

import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.StoreInfo;
import dev.ipam.spi.SubnetPools;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The model as a driver: subnets in memory, one operation at a time.
 *
 * <p>Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class ModelDriver
    implements IpamDriver, OwnerLookup, AddressLookup, SubnetPools, AddressScopes, PassView {
  /** Ids in the order of their code points, which is that of their UTF-8 bytes. */
  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(
          (String id) -> id.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private static final Set<Capability> CAPABILITIES =
      Set.copyOf(
          EnumSet.of(
              Capability.POLICIES,
              Capability.PREFER_NEXT,
              Capability.BULK,
              Capability.GROUPS,
              Capability.OWNERS,
              Capability.ADDRESS_LOOKUP,
              Capability.TOKENS,
              Capability.POOLS,
              Capability.SCOPES,
              Capability.ATOMIC_REMOVE,
              Capability.CLOCK));

  private final NavigableMap<String, ModelSubnet> subnets = new TreeMap<>(BY_CODE_POINT);
  private final ModelPools pools =
      new ModelPools(
          BY_CODE_POINT, () -> subnets.values().stream().map(ModelSubnet::definition).toList());
  private final Clock clock;
  private final RandomGenerator random;
  private Instant latest = Instant.EPOCH;
  private long lastToken;
  private boolean closed;

  /**
   * Opens an empty driver.
   *
   * @param clock where it takes its time from
   * @param random where the policy {@code RANDOM} takes its randomness from
   */
  public ModelDriver(Clock clock, RandomGenerator random) {
    this.clock = Objects.requireNonNull(clock);
    this.random = Objects.requireNonNull(random);
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public synchronized Subnet createSubnet(SubnetRequest request) {
    requireOpen();
    refuseKey(request.key());
    if (!request.settings().rest().isZero()) {
      throw Capability.REST.missing();
    }
    if (subnets.containsKey(request.subnetId())) {
      throw new SubnetAlreadyExistsException(request.subnetId());
    }
    String poolId = request.poolId();
    Subnet subnet =
        poolId == null ? Subnet.of((SpecificSubnetRequest) request) : pools.grant(poolId, request);
    subnets.put(subnet.id(), new ModelSubnet(subnet));
    return subnet;
  }

  @Override
  public synchronized Subnet subnet(String subnetId) {
    return existing(subnetId).definition();
  }

  @Override
  public synchronized Stream<Subnet> subnets() {
    requireOpen();
    return subnets.values().stream().map(ModelSubnet::definition).toList().stream();
  }

  @Override
  public synchronized Subnet updateSubnet(SubnetUpdate update) {
    ModelSubnet subnet = existing(update.subnetId());
    subnet.update(update);
    return subnet.definition();
  }

  @Override
  public synchronized long removeSubnet(String subnetId, boolean force) {
    long held = existing(subnetId).allocations().size();
    if (held > 0 && !force) {
      throw new SubnetInUseException(subnetId, held);
    }
    subnets.remove(subnetId);
    return held;
  }

  @Override
  public synchronized List<Allocation> allocate(AllocationRequest request) {
    requireOpen();
    refuseKey(request.key());
    Set<String> candidates = new LinkedHashSet<>(request.subnetIds());
    candidates.forEach(this::existing);
    boolean outside = false;
    for (String candidate : candidates) {
      try {
        return allocateFrom(existing(candidate), request);
      } catch (NoAddressAvailableException e) {
        // The next candidate may have some.
      } catch (AddressOutsideSubnetException e) {
        // Only a specific address tells by itself which subnet is meant; any other kind of request
        // is at fault whichever comes next.
        outside = request.address() instanceof AddressRequest.Specific;
        if (!outside) {
          throw e;
        }
      }
    }
    throw outside ? outside(candidates, request) : exhausted(candidates, request);
  }

  @Override
  public synchronized Optional<Allocation> release(ReleaseRequest request) {
    ModelSubnet subnet = existing(request.subnetId());
    Optional<Allocation> held = subnet.find(request.address());
    if (held.isPresent()) {
      boolean ownerDiffers = request.owner() != null && !request.owner().equals(held.get().owner());
      boolean tokenDiffers = request.token() != null && request.token() != held.get().token();
      if (ownerDiffers || tokenDiffers) {
        throw new AddressOwnedByAnotherException(request.subnetId(), request.address().toString());
      }
    }
    return subnet.release(request.address());
  }

  @Override
  public synchronized Optional<Allocation> find(String subnetId, IpAddress address) {
    return existing(subnetId).find(address);
  }

  @Override
  public synchronized Stream<Allocation> allocations(String subnetId) {
    return existing(subnetId).allocations().stream();
  }

  @Override
  public synchronized Usage usage(String subnetId) {
    return existing(subnetId).usage();
  }

  @Override
  public synchronized Stream<Allocation> allocationsOf(String owner) {
    requireOpen();
    return heldBy(owner).stream();
  }

  @Override
  public synchronized List<Allocation> releaseOwner(String owner) {
    requireOpen();
    List<Allocation> held = heldBy(owner);
    held.forEach(allocation -> existing(allocation.subnetId()).release(allocation.address()));
    return held;
  }

  @Override
  public synchronized Stream<Allocation> holders(IpAddress address) {
    requireOpen();
    return subnets.values().stream()
        .flatMap(subnet -> subnet.find(address).stream())
        .toList()
        .stream();
  }

  @Override
  public synchronized SubnetPool createPool(SubnetPoolRequest request) {
    requireOpen();
    return pools.create(request);
  }

  @Override
  public synchronized SubnetPool pool(String poolId) {
    requireOpen();
    return pools.pool(poolId);
  }

  @Override
  public synchronized Stream<SubnetPool> pools() {
    requireOpen();
    return pools.all().stream();
  }

  @Override
  public synchronized SubnetPool updatePool(SubnetPoolUpdate update) {
    requireOpen();
    return pools.update(update);
  }

  @Override
  public synchronized void removePool(String poolId) {
    requireOpen();
    pools.remove(poolId);
  }

  @Override
  public synchronized PoolUsage poolUsage(String poolId) {
    requireOpen();
    return pools.usage(poolId);
  }

  @Override
  public synchronized AddressScope createScope(AddressScope scope) {
    requireOpen();
    return pools.create(scope);
  }

  @Override
  public synchronized AddressScope scope(String scopeId) {
    requireOpen();
    return pools.scope(scopeId);
  }

  @Override
  public synchronized Stream<AddressScope> scopes() {
    requireOpen();
    return pools.allScopes().stream();
  }

  @Override
  public synchronized void removeScope(String scopeId) {
    requireOpen();
    pools.removeScope(scopeId);
  }

  @Override
  public synchronized List<AddressRange> leftOfPass(String subnetId) {
    return existing(subnetId).leftOfPass();
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo("model", "memory", "1");
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private List<Allocation> allocateFrom(ModelSubnet subnet, AllocationRequest request) {
    List<Allocation> result = new ArrayList<>();
    for (IpAddress address : subnet.choose(request.address(), random)) {
      Allocation allocation =
          new Allocation(
              subnet.definition().id(),
              address,
              request.owner(),
              now(),
              request.address().kind(),
              ++lastToken,
              null,
              request.context());
      subnet.hold(allocation);
      result.add(allocation);
    }
    return List.copyOf(result);
  }

  private List<Allocation> heldBy(String owner) {
    return subnets.values().stream()
        .flatMap(subnet -> subnet.allocations().stream())
        .filter(allocation -> owner.equals(allocation.owner()))
        .toList();
  }

  private NoAddressAvailableException exhausted(Set<String> candidates, AllocationRequest request) {
    return new NoAddressAvailableException(
        List.copyOf(candidates),
        BigInteger.valueOf(request.address().count()),
        candidates.stream()
            .map(candidate -> existing(candidate).usage().free())
            .reduce(BigInteger.ZERO, BigInteger::max),
        BigInteger.ZERO,
        null);
  }

  private AddressOutsideSubnetException outside(Set<String> candidates, AllocationRequest request) {
    return new AddressOutsideSubnetException(
        List.copyOf(candidates),
        ((AddressRequest.Specific) request.address()).address().toString());
  }

  private ModelSubnet existing(String subnetId) {
    requireOpen();
    ModelSubnet subnet = subnets.get(subnetId);
    if (subnet == null) {
      throw new SubnetNotFoundException(subnetId);
    }
    return subnet;
  }

  /** The clock's time in whole milliseconds, which never goes backwards here. */
  private Instant now() {
    Instant read = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    latest = read.isAfter(latest) ? read : latest;
    return latest;
  }

  private void requireOpen() {
    if (closed) {
      throw new DriverClosedException("model");
    }
  }

  private static void refuseKey(@Nullable String key) {
    if (key != null) {
      throw Capability.KEYS.missing();
    }
  }
}
