package dev.ipam.migration;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ipam.DriverRegistry;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.migrate.Divergence;
import dev.ipam.migrate.Divergence.Kind;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import dev.ipam.migrate.Shadowing;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shadows with one fault each: it is told, and whoever asks the driver that serves never notices.
 */
class DivergingShadowTest {
  private static final Duration PATIENT = Duration.ofMinutes(5);

  @TempDir Path directory;
  private final Set<IpamDriver> openShadows = ConcurrentHashMap.newKeySet();
  private OpenedStore active;
  private Shadowing shadow;

  @BeforeEach
  void open() {
    active = new OpenedStore("one", open("one", true, Clock.systemUTC(), false));
    Authority.activateUnused(active.driver());
    active.driver().createSubnet(SubnetRequest.of("s", "10.0.0.0/28"));
  }

  @AfterEach
  void close() {
    if (shadow != null) {
      shadow.close();
    }
    // One that was left behind while it hung closes its store when it has come back.
    long end = System.nanoTime() + PATIENT.toNanos();
    while (!openShadows.isEmpty()) {
      assertThat(System.nanoTime() - end).as("the shadow's store stays open").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
    active.driver().close();
  }

  private IpamDriver open(String name, boolean create, Clock clock, boolean rehearsing) {
    IpamDriverProvider provider =
        DriverRegistry.load(DivergingShadowTest.class.getClassLoader()).choose("builtin");
    Map<String, String> all = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> all.put(setting.key(), setting.defaultValue()));
    all.put("ipam.builtin.durability", "os");
    all.put("ipam.builtin.path", directory.resolve(name).toString());
    return provider.open(new DriverContext(all, create, clock, new Random(1), rehearsing));
  }

  /** What the shadow's driver does in the place of an allocation. */
  private interface Fault {
    List<Allocation> allocate(IpamDriver real, AllocationRequest request);
  }

  private IpamDriver shadowed(Fault fault, Duration longestAnswer) {
    Function<Clock, OpenedStore> opening =
        clock -> new OpenedStore("two", faulty(open("two", true, clock, true), fault));
    shadow = StoreMigrator.shadow(active, "two", opening, Clock.systemUTC(), longestAnswer);
    await(status -> status.state() == State.FOLLOWING);
    return shadow.watched();
  }

  private IpamDriver faulty(IpamDriver real, Fault fault) {
    openShadows.add(real);
    return (IpamDriver)
        Proxy.newProxyInstance(
            DivergingShadowTest.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class},
            (self, method, arguments) -> {
              if (method.getName().equals("allocate")) {
                return fault.allocate(real, (AllocationRequest) arguments[0]);
              }
              method.setAccessible(true);
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (method.getName().equals("close")) {
                  openShadows.remove(real);
                }
              }
            });
  }

  private ShadowStatus await(Predicate<ShadowStatus> condition) {
    return Shadows.await(() -> Optional.of(shadow.status()), condition);
  }

  private static boolean isAny(AllocationRequest request) {
    return request.address() instanceof AddressRequest.Any;
  }

  /** The shadow holds what the store that serves holds, whatever it answered. */
  private void assertFollows() {
    shadow.close();
    IpamDriver two = open("two", false, Clock.systemUTC(), false);
    try {
      assertThat(two.allocations("s").toList())
          .isEqualTo(active.driver().allocations("s").toList());
      Retired state = (Retired) two.extension(Authority.class).orElseThrow().state();
      assertThat(state.position()).as("its content is compared before it serves").isNull();
    } finally {
      two.close();
    }
  }

  @Test
  void anotherChoiceIsTold() {
    IpamDriver serving =
        shadowed(
            (real, request) ->
                real.allocate(
                    isAny(request)
                        ? AllocationRequest.specific("s", IpAddress.parse("10.0.0.14"))
                        : request),
            PATIENT);
    serving.allocate(AllocationRequest.any("s"));
    ShadowStatus status = await(each -> each.diverged() == 1);
    assertThat(status.divergences()).isEqualTo(Map.of(Kind.CHOICE, 1L));
    Divergence told = status.examples().get(0);
    assertThat(told.served()).isEqualTo("10.0.0.2");
    assertThat(told.shadowed()).isEqualTo("10.0.0.14");
    assertThat(told.sentence()).contains("allocate (any)");
    for (int i = 0; i < 9; i++) {
      serving.allocate(AllocationRequest.any("s"));
      int count = i + 2;
      // What is compared is counted before it is known that it diverges.
      await(each -> each.diverged() == count);
    }
    status = shadow.status();
    assertThat(status.outcomes() + status.uncompared()).isEqualTo(10);
    assertThat(status.divergences()).isEqualTo(Map.of(Kind.CHOICE, 10L));
    assertThat(status.examples()).as("a bounded number of examples").hasSize(5);
    assertFollows();
  }

  @Test
  void aRefusalOfWhatWasGrantedIsTold() {
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              throw new NoAddressAvailableException(List.of("s"), ONE, ZERO, ZERO, null);
            },
            PATIENT);
    serving.allocate(AllocationRequest.any("s"));
    ShadowStatus status = await(each -> each.diverged() == 1);
    assertThat(status.divergences()).isEqualTo(Map.of(Kind.REFUSED, 1L));
    assertThat(status.examples().get(0).shadowed()).isEqualTo("NoAddressAvailable");
    assertFollows();
  }

  @Test
  void whatWasRefusedAndIsGrantedIsTold() {
    IpamDriver serving =
        shadowed(
            (real, request) ->
                request.address() instanceof AddressRequest.Specific
                    ? real.allocate(AllocationRequest.any("s"))
                    : real.allocate(request),
            PATIENT);
    Allocation held = serving.allocate(AllocationRequest.any("s")).get(0);
    await(each -> each.outcomes() == 1);
    assertThat(
            catchThrowable(() -> serving.allocate(AllocationRequest.specific("s", held.address()))))
        .isInstanceOf(AddressAlreadyAllocatedException.class);
    ShadowStatus status = await(each -> each.diverged() == 1);
    assertThat(status.divergences()).isEqualTo(Map.of(Kind.GRANTED, 1L));
    assertThat(status.examples().get(0).served()).isEqualTo("AddressAlreadyAllocated");
    assertFollows();
  }

  @Test
  void anotherErrorIsTold() {
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              throw new SubnetNotFoundException("s");
            },
            PATIENT);
    assertThat(
            catchThrowable(
                () ->
                    serving.allocate(
                        AllocationRequest.specific("s", IpAddress.parse("192.0.2.1")))))
        .isInstanceOf(AddressOutsideSubnetException.class);
    assertThat(await(each -> each.diverged() == 1).divergences()).isEqualTo(Map.of(Kind.ERROR, 1L));
  }

  @Test
  void aDriverThatFailsIsToldAndFollowsOn() {
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              real.allocate(request);
              throw new IllegalStateException("index 7");
            },
            PATIENT);
    serving.allocate(AllocationRequest.any("s"));
    ShadowStatus status = await(each -> each.diverged() == 1);
    assertThat(status.divergences()).isEqualTo(Map.of(Kind.FAILED, 1L));
    assertThat(status.examples().get(0).shadowed()).contains("IllegalStateException: index 7");
    assertThat(status.state()).isEqualTo(State.FOLLOWING);
    serving.allocate(AllocationRequest.any("s"));
    await(each -> each.diverged() == 2);
    assertFollows();
  }

  @Test
  void aStoreThatIsLostBreaksTheShadowAndNothingElse() {
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              throw new UnavailableException("two", "the disk is full", Outcome.NOT_APPLIED, null);
            },
            PATIENT);
    serving.allocate(AllocationRequest.any("s"));
    ShadowStatus status = await(each -> each.state() == State.BROKEN);
    assertThat(status.reason()).contains("the disk is full").contains("again");
    assertThat(status.diverged()).isZero();
    assertThat(serving.allocate(AllocationRequest.any("s"))).hasSize(1);
  }

  /** The latch shows it: nobody lets the shadow go on before all callers have their answers. */
  @Test
  void callersHaveTheirAnswersWhileTheShadowHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              hanging.countDown();
              awaitUninterruptibly(letGo);
              return real.allocate(request);
            },
            PATIENT);
    try {
      serving.allocate(AllocationRequest.any("s"));
      hanging.await();
      // Twice as much as is kept for the shadow to read.
      int most = 1 << 17;
      for (int i = 0; i < most; i++) {
        assertThat(serving.release(ReleaseRequest.of("s", IpAddress.parse("10.0.0.9")))).isEmpty();
      }
      assertThat(letGo.getCount()).isEqualTo(1);
      assertThat(shadow.status().state()).isEqualTo(State.BEHIND);
    } finally {
      letGo.countDown();
    }
    Allocation later = serving.allocate(AllocationRequest.any("s")).get(0);
    await(each -> each.state() == State.FOLLOWING && each.uncompared() > 0);
    assertThat(later.subnetId()).isEqualTo("s");
    assertThat(shadow.status().diverged()).isZero();
  }

  @Test
  void aShadowThatDoesNotAnswerIsBroken() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              awaitUninterruptibly(letGo);
              return real.allocate(request);
            },
            Duration.ofMillis(500));
    try {
      serving.allocate(AllocationRequest.any("s"));
      ShadowStatus status = await(each -> each.state() == State.BROKEN);
      assertThat(status.reason()).contains("did not answer within 500 ms");
      assertThat(serving.allocate(AllocationRequest.any("s"))).hasSize(1);
    } finally {
      letGo.countDown();
    }
  }

  /** What cannot be rehearsed in time is followed, and the two are equal in the end. */
  @Test
  void aSlowShadowFollowsWithoutComparing() {
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean slow = new AtomicBoolean(true);
    CountDownLatch letGo = new CountDownLatch(1);
    IpamDriver serving =
        shadowed(
            (real, request) -> {
              asked.incrementAndGet();
              if (slow.get()) {
                awaitUninterruptibly(letGo);
              }
              return real.allocate(request);
            },
            PATIENT);
    Allocation held = serving.allocate(AllocationRequest.any("s")).get(0);
    await(each -> asked.get() == 1);
    for (int i = 0; i < 5_000; i++) {
      serving.release(ReleaseRequest.of(held));
      held = serving.allocate(AllocationRequest.any("s")).get(0);
    }
    slow.set(false);
    letGo.countDown();
    ShadowStatus status = await(each -> each.outcomes() + each.uncompared() == 10_001);
    assertThat(status.diverged()).isZero();
    assertThat(status.uncompared()).isGreaterThanOrEqualTo(10_000);
    assertThat(status.followed()).isPositive();
    shadow.close();
    IpamDriver two = open("two", false, Clock.systemUTC(), false);
    try {
      assertThat(two.allocations("s").toList()).containsExactly(held);
    } finally {
      two.close();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
