package dev.ipam;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreInfo;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A driver that notes what it is asked, and answers as told. */
class FakeDriver implements IpamDriver {
  final List<String> calls = new ArrayList<>();
  final Map<String, Subnet> subnets = new HashMap<>();

  /** What a subnet answers to an allocation; it may throw. */
  final Map<String, Function<AllocationRequest, List<Allocation>>> answers = new HashMap<>();

  private final Set<Capability> capabilities;
  boolean closed;

  FakeDriver(Capability... capabilities) {
    this.capabilities = Set.of(capabilities);
  }

  /** Puts the facade before a driver; nothing is kept on disk unless a test joins requests. */
  static Ipam facade(FakeDriver driver) {
    StoreOpener opener =
        new StoreOpener(IpamConfig.empty(), DriverRegistry.of(), Clock.systemUTC(), null);
    return new Ipam(
        new Serving(new OpenedStore("fake", driver), Path.of("no-such-folder")),
        new Successors(opener),
        Rehearsing.none());
  }

  FakeDriver subnet(String id, Function<AllocationRequest, List<Allocation>> answer) {
    subnets.put(id, Subnet.of(SubnetRequest.of(id, "192.0.2.0/24")));
    answers.put(id, answer);
    return this;
  }

  static Function<AllocationRequest, List<Allocation>> serves(String address) {
    return request -> List.of(allocation(request, address));
  }

  static Function<AllocationRequest, List<Allocation>> fails(RuntimeException failure) {
    return request -> {
      throw failure;
    };
  }

  static Allocation allocation(AllocationRequest request, String address) {
    return new Allocation(
        request.subnetIds().get(0),
        IpAddress.parse(address),
        request.owner(),
        Instant.EPOCH,
        request.address().kind(),
        1,
        request.key(),
        AllocationContext.NONE);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    calls.add("createSubnet");
    return Subnet.of((SpecificSubnetRequest) request);
  }

  @Override
  public Subnet subnet(String subnetId) {
    calls.add("subnet " + subnetId);
    if (!subnets.containsKey(subnetId)) {
      throw new SubnetNotFoundException(subnetId);
    }
    return subnets.get(subnetId);
  }

  @Override
  public Stream<Subnet> subnets() {
    return subnets.values().stream();
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    calls.add("updateSubnet");
    return subnet(update.subnetId()).after(update);
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    calls.add("removeSubnet " + force);
    return force ? 7 : 0;
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    calls.add("allocate " + request.subnetIds());
    return answers.get(request.subnetIds().get(0)).apply(request);
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    calls.add("release");
    return Optional.empty();
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return Optional.empty();
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return Stream.empty();
  }

  @Override
  public Usage usage(String subnetId) {
    BigInteger none = BigInteger.ZERO;
    return new Usage(subnetId, none, none, none, none, none, null);
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo("fake", "memory", "1");
  }

  @Override
  public void close() {
    closed = true;
  }
}
