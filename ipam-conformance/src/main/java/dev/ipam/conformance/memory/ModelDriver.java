package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.World;
import dev.ipam.conformance.steps.FromApi;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
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
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The model as a driver: one state in memory, one operation at a time.
 *
 * <p>Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class ModelDriver
    implements IpamDriver,
        OwnerLookup,
        AddressLookup,
        JointAllocation,
        AllocationTransfer,
        PassView {
  /** All that the model knows of. */
  public static final Set<Capability> CAPABILITIES =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(
                  Capability.EXPORT,
                  Capability.CHANGES,
                  Capability.AUTHORITY,
                  Capability.DURABLE,
                  Capability.SHARED,
                  Capability.TRANSACTIONAL)));

  private final Set<Capability> capabilities;
  private final Clock clock;
  private final Player player;
  private final ModelPools pools = new ModelPools(this);
  private volatile boolean closed;

  /**
   * Opens an empty driver with all capabilities that the model knows of.
   *
   * @param clock where it takes its time from
   * @param random where the policy {@code RANDOM} takes its randomness from
   */
  public ModelDriver(Clock clock, RandomGenerator random) {
    this(CAPABILITIES, clock, random);
  }

  /**
   * Opens an empty driver.
   *
   * @param capabilities what it can do
   * @param clock where it takes its time from
   * @param random where the policy {@code RANDOM} takes its randomness from
   */
  public ModelDriver(Set<Capability> capabilities, Clock clock, RandomGenerator random) {
    this(capabilities, clock, new InMemory(model(capabilities), clock.millis(), random));
  }

  /**
   * Opens a driver in the state that a player has.
   *
   * @param capabilities what it can do
   * @param clock where it takes its time from
   * @param player who takes the steps
   */
  ModelDriver(Set<Capability> capabilities, Clock clock, Player player) {
    this.capabilities = Set.copyOf(capabilities);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.player = player;
  }

  /** Has a state, and takes steps on it; safe for use by any number of threads. */
  interface Player {
    Answer play(long millis, Step step);

    World world();

    /** Gives up what it holds; what is in flight ends before. */
    void close();
  }

  /** One state in memory, one step at a time. */
  private static final class InMemory implements Player {
    private final Model model;
    private final RandomGenerator random;
    private World world;

    InMemory(Model model, long millis, RandomGenerator random) {
      this.model = model;
      this.random = Objects.requireNonNull(random, "random");
      this.world = model.empty(millis);
    }

    @Override
    public synchronized Answer play(long millis, Step step) {
      Model.Played played = model.play(world, millis, step, random);
      world = played.world();
      return played.answer();
    }

    @Override
    public synchronized World world() {
      return world;
    }

    @Override
    public synchronized void close() {
      // It is kept, to be opened again.
    }
  }

  static Model model(Set<Capability> capabilities) {
    // Of a shared store the kit knows no moment; the driver itself does.
    return new Model(
        new Terms(
            capabilities.stream()
                .filter(each -> each != Capability.SHARED)
                .map(Enum::name)
                .collect(Collectors.toSet())));
  }

  /** Takes a step, and returns the model's result or throws the error. */
  Object take(Step step) {
    if (closed) {
      throw new DriverClosedException("model");
    }
    Answer answer = player.play(clock.millis(), step);
    if (answer instanceof Answer.Refused refused) {
      throw Errors.of(refused);
    }
    return ((Answer.Ok) answer).value();
  }

  List<?> list(Step step) {
    return (List<?>) take(step);
  }

  private List<Allocation> allocations(Step step) {
    return list(step).stream().map(Results::allocation).toList();
  }

  private Optional<Allocation> found(Step step) {
    Object value = take(step);
    return value.equals("nothing") ? Optional.empty() : Optional.of(Results.allocation(value));
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    return Results.subnet(take(Requests.create(request)));
  }

  @Override
  public Subnet subnet(String subnetId) {
    return Results.subnet(take(new LookUp.Subnet(subnetId)));
  }

  @Override
  public Stream<Subnet> subnets() {
    return Cursor.over(list(new LookUp.Subnets()).stream().map(Results::subnet).toList());
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return Results.subnet(take(Requests.update(update)));
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    return (Long) take(new SubnetStep.Remove(subnetId, force));
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    return allocations(Requests.allocate(request));
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    return list(Requests.together(request)).stream()
        .map(part -> ((List<?>) part).stream().map(Results::allocation).toList())
        .toList();
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return found(Requests.release(request));
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    return allocations(new AddressStep.ReleaseOwner(owner));
  }

  @Override
  public Allocation transfer(TransferRequest request) {
    return allocations(Requests.transfer(request)).get(0);
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    return found(new LookUp.Find(subnetId, At.of(FromApi.address(address))));
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return Cursor.over(allocations(new LookUp.Allocations(subnetId)));
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    return Cursor.over(allocations(new LookUp.OfOwner(owner)));
  }

  @Override
  public Stream<Allocation> holders(IpAddress address) {
    return Cursor.over(allocations(new LookUp.Holders(FromApi.address(address))));
  }

  @Override
  public Usage usage(String subnetId) {
    return Results.usage(take(new LookUp.Usage(subnetId)));
  }

  @Override
  public List<AddressRange> leftOfPass(String subnetId) {
    World world = player.world();
    if (world.subnets().stream().noneMatch(subnet -> subnet.id().equals(subnetId))) {
      throw new SubnetNotFoundException(subnetId);
    }
    return world.leftOfPass(subnetId).stream().map(Results::range).toList();
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo("model", "memory", "1");
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type.isInstance(pools)
        ? Optional.of(type.cast(pools))
        : IpamDriver.super.extension(type);
  }

  @Override
  public void close() {
    closed = true;
    player.close();
  }

  /** Opens it again, with all that it held: a store in memory that was kept. */
  void open() {
    closed = false;
  }
}
