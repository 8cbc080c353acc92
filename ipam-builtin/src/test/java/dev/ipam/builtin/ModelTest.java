package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.builtin.store.ChangeRetention;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestFingerprint;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.CheckProblem;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations against the model, alone or several in one batch, with reopening in between,
 * and with a clock that goes on, stands still, and is set back.
 */
class ModelTest {
  private static final List<String> IDS = List.of("a", "b", "ä", "z/1");
  private static final List<String> CIDRS =
      List.of("10.0.0.0/28", "10.0.0.8/29", "192.0.2.0/31", "10.0.0.1/32", "2001:db8::/124");
  private static final int STEPS = 1_000;

  @TempDir Path directory;
  private final Model model = new Model();
  private final ManualClock clock = new ManualClock();
  private long seen = Long.MIN_VALUE;
  private Random random = new Random(0);
  private boolean inMemory;
  private Store store;
  private Engine engine;
  private BuiltinDriver driver;

  /** One operation on both: the driver's answer goes to the model. */
  private record Step(Function<Session, Object> real, UnaryOperator<@Nullable Object> model) {}

  private void open() {
    store =
        inMemory
            ? Store.inMemory(new ChangeRetention(1_000, Long.MAX_VALUE))
            : Store.open(
                directory.resolve("store"), true, new StoreOptions(false, 1 << 20, 64), null);
    engine =
        new Engine(store, () -> Session.on(store.tables(), clock, new Random(random.nextLong())));
    driver = new BuiltinDriver(store, engine, true);
    Authority.activateUnused(driver);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "4, false", "5, true", "6, true"})
  void answersAsTheModelDoes(long seed, boolean memory) {
    random = new Random(seed);
    inMemory = memory;
    open();
    for (int i = 0; i < STEPS; i++) {
      int group = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1;
      moveClock();
      engine.run(
          session -> {
            readTime(session);
            for (int j = 0; j < group; j++) {
              compare(step(), session);
            }
            return true;
          });
      if (random.nextInt(20) == 0) {
        compareStates();
      }
      if (random.nextInt(60) == 0) {
        reopen();
        compareStates();
      }
    }
    driver.close();
  }

  /** What is in memory is read again by itself after a failure: here one of a change refused. */
  private void reopen() {
    if (!inMemory) {
      driver.close();
      open();
      return;
    }
    Change refused = new Change("x", new Change.AddressFreed("a", IpAddress.parse("::")));
    assertThatExceptionOfType(IpamException.class)
        .isThrownBy(
            () ->
                engine.run(
                    session -> {
                      session.tables().setAuthority(new AuthorityState.Active(9));
                      session.replica().apply(List.of(refused));
                      return true;
                    }));
  }

  private void moveClock() {
    if (random.nextInt(3) == 0) {
      clock.millis += random.nextInt(15_000);
    } else if (random.nextInt(30) == 0) {
      clock.millis -= random.nextInt(100_000);
    }
  }

  /** Which time it is depends on what was written before the clock was set back. */
  private void readTime(Session session) {
    model.now = session.millis();
    assertThat(model.now).isGreaterThanOrEqualTo(clock.millis).isGreaterThanOrEqualTo(seen);
    for (ModelSubnet subnet : model.subnets.values()) {
      for (Allocation allocation : subnet.held.values()) {
        assertThat(allocation.allocatedAt().toEpochMilli()).isLessThanOrEqualTo(model.now);
      }
    }
  }

  private static void compare(Step step, Session session) {
    Object real = null;
    IpamException refusal = null;
    int before = session.size();
    try {
      real = step.real().apply(session);
    } catch (IpamException e) {
      refusal = e;
      assertThat(session.size()).as("trace of %s", e).isEqualTo(before);
    }
    try {
      Object expected = step.model().apply(real);
      assertThat(refusal).as("expected %s", expected).isNull();
      assertThat(real).isEqualTo(expected);
    } catch (IpamException e) {
      assertThat(refusal).as("got %s, expected %s", real, e).isNotNull();
      assertThat(refusal.code()).isEqualTo(e.code());
      if (e instanceof NoAddressAvailableException) {
        assertThat(refusal.fields()).isEqualTo(e.fields());
      }
    }
  }

  private Step step() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> create();
      case 2 -> update();
      case 3 -> remove();
      case 4, 5, 6, 7, 8, 9 -> allocate();
      case 10 -> together();
      case 11 -> releaseOwner();
      case 12 -> transfer();
      default -> release();
    };
  }

  private String id() {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private @Nullable String key() {
    return random.nextInt(3) == 0 ? "key-" + random.nextInt(6) : null;
  }

  private @Nullable String owner() {
    return random.nextInt(3) == 0 ? null : "owner-" + random.nextInt(3);
  }

  private IpAddress address() {
    Cidr cidr = Cidr.parse(CIDRS.get(random.nextInt(CIDRS.size())));
    return cidr.network().plus(random.nextInt(cidr.saturatedSize() < 4 ? 2 : 17));
  }

  private Step create() {
    String cidr = CIDRS.get(random.nextInt(CIDRS.size()));
    SpecificSubnetRequest request = SubnetRequest.of(id(), cidr);
    SpecificSubnetRequest chosen =
        request
            .withSettings(
                request
                    .withPolicy(List.of(AllocationPolicy.values()).get(random.nextInt(3)))
                    .withGateway(
                        random.nextBoolean() ? GatewayChoice.AUTOMATIC : GatewayChoice.NONE)
                    .withRest(Duration.ofSeconds(20L * random.nextInt(4)))
                    .settings())
            .withKey(key());
    String print = RequestFingerprint.of(chosen);
    return new Step(
        session -> SubnetChanges.create(session, chosen, print), answer -> model.create(chosen));
  }

  private Step update() {
    SubnetUpdate update = SubnetUpdate.of(id());
    ModelSubnet state = model.subnets.get(update.subnetId());
    if (state != null && random.nextBoolean()) {
      update = update.withGateway(gateway(state.subnet));
    }
    if (state != null && random.nextBoolean()) {
      update = update.withPools(pools(state.subnet));
    }
    SubnetUpdate chosen = update;
    return new Step(
        session -> SubnetChanges.update(session, chosen), answer -> model.update(chosen));
  }

  private GatewayChoice gateway(Subnet subnet) {
    return switch (random.nextInt(3)) {
      case 0 -> GatewayChoice.NONE;
      case 1 -> GatewayChoice.AUTOMATIC;
      default ->
          GatewayChoice.of(
              subnet.cidr().network().plus(random.nextInt((int) subnet.cidr().saturatedSize())));
    };
  }

  private PoolsChoice pools(Subnet subnet) {
    int size = (int) subnet.cidr().saturatedSize();
    if (random.nextBoolean() || size < 8) {
      return random.nextBoolean() ? PoolsChoice.GENERATED : PoolsChoice.of(List.of());
    }
    IpAddress network = subnet.cidr().network();
    return PoolsChoice.of(
        List.of(
            new AddressRange(network.plus(size - 3), network.plus(size - 2)),
            new AddressRange(network.plus(1), network.plus(1 + random.nextInt(size - 4)))));
  }

  private Step remove() {
    String id = id();
    boolean force = random.nextInt(3) == 0;
    return new Step(
        session -> SubnetChanges.remove(session, id, force), answer -> model.remove(id, force));
  }

  private AllocationRequest request() {
    AddressRequest wanted =
        switch (random.nextInt(9)) {
          case 0, 1, 2, 3 -> new AddressRequest.Any();
          case 4 -> new AddressRequest.PreferNext();
          case 5 -> new AddressRequest.Gateway();
          case 6 -> new AddressRequest.Bulk(1 + random.nextInt(6));
          default -> new AddressRequest.Specific(address());
        };
    List<String> candidates = new ArrayList<>(List.of(id()));
    while (random.nextInt(4) == 0) {
      candidates.add(id());
    }
    return AllocationRequest.of(wanted, candidates.toArray(String[]::new)).withOwner(owner());
  }

  @SuppressWarnings("unchecked")
  private Step allocate() {
    AllocationRequest request = request().withKey(key());
    String print = RequestFingerprint.of(request);
    return new Step(
        session -> Allocator.allocate(session, request, print),
        answer -> model.allocate(request, (List<Allocation>) answer));
  }

  @SuppressWarnings("unchecked")
  private Step together() {
    List<AllocationRequest> parts = new ArrayList<>();
    do {
      parts.add(request());
    } while (random.nextInt(3) != 0);
    JointRequest request = new JointRequest(parts, key());
    String print = RequestFingerprint.of(request);
    return new Step(
        session -> JointAllocator.allocate(session, request, print),
        answer -> model.allocateTogether(request, (List<List<Allocation>>) answer));
  }

  private Step releaseOwner() {
    String owner = "owner-" + random.nextInt(3);
    return new Step(
        session -> Releaser.releaseOwner(session, owner), answer -> model.releaseOwner(owner));
  }

  private @Nullable Allocation someHeld() {
    List<Allocation> all = model.heldBy((subnet, allocation) -> true);
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private Step release() {
    Allocation held = someHeld();
    ReleaseRequest request =
        held == null || random.nextInt(5) == 0
            ? ReleaseRequest.of(id(), address())
            : ReleaseRequest.of(held.subnetId(), held.address());
    if (random.nextInt(4) == 0) {
      request = request.withOwner("owner-" + random.nextInt(3));
    }
    if (held != null && random.nextInt(3) == 0) {
      request = request.withToken(held.token() - random.nextInt(2));
    }
    ReleaseRequest chosen = request;
    return new Step(session -> Releaser.release(session, chosen), answer -> model.release(chosen));
  }

  private Step transfer() {
    Allocation held = someHeld();
    TransferRequest request =
        held == null || random.nextInt(6) == 0
            ? new TransferRequest(id(), address(), 1, "owner-0", key())
            : new TransferRequest(
                held.subnetId(),
                held.address(),
                held.token() - random.nextInt(8) / 7,
                "owner-" + random.nextInt(3),
                key());
    String print = RequestFingerprint.of(request);
    return new Step(
        session -> Releaser.transfer(session, request, print),
        answer -> model.transfer(request, (Allocation) answer));
  }

  private void compareStates() {
    engine.run(
        session -> {
          readTime(session);
          return true;
        });
    try (Stream<Subnet> subnets = driver.subnets()) {
      assertThat(subnets)
          .containsExactlyElementsOf(
              model.subnets.values().stream().map(state -> state.subnet).toList());
    }
    for (ModelSubnet state : model.subnets.values()) {
      compareSubnet(state);
    }
    List<CheckProblem> problems = new ArrayList<>();
    driver.check(problems::add);
    assertThat(problems).isEmpty();
    for (int i = 0; i < 3; i++) {
      String owner = "owner-" + i;
      try (Stream<Allocation> held = driver.allocationsOf(owner)) {
        assertThat(held)
            .containsExactlyElementsOf(model.heldBy((subnet, a) -> owner.equals(a.owner())));
      }
      IpAddress address = address();
      try (Stream<Allocation> held = driver.holders(address)) {
        assertThat(held)
            .containsExactlyElementsOf(model.heldBy((subnet, a) -> address.equals(a.address())));
      }
    }
  }

  private void compareSubnet(ModelSubnet state) {
    String id = state.subnet.id();
    try (Stream<Allocation> held = driver.allocations(id)) {
      assertThat(held).containsExactlyElementsOf(state.held.values());
    }
    IpAddress address = address();
    assertThat(driver.find(id, address).orElse(null)).isEqualTo(state.held.get(address));
    Usage usage = driver.usage(id);
    long inPools = state.held.keySet().stream().filter(state::inPools).count();
    assertThat(usage.capacity()).isEqualTo(BigInteger.valueOf(state.capacity()));
    assertThat(usage.allocated()).isEqualTo(inPools);
    assertThat(usage.free()).isEqualTo(state.free().size());
    assertThat(usage.resting()).isEqualTo(state.restingInPools().size());
    assertThat(usage.nextRested()).isEqualTo(state.nextRested());
    seen = Math.max(seen, state.lastRested());
    assertThat(usage.outsidePools()).isEqualTo(state.held.size() - inPools);
  }
}
