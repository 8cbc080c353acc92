package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A shadow that answers as the driver that serves does is said to, and can be switched to. */
class ShadowTest {
  private static final int THREADS = 8;
  private static final int EACH = 150;

  @TempDir Path directory;
  private final AtomicLong noted = new AtomicLong();

  private IpamBuilder builder(String driver) {
    return Ipam.builder()
        .drivers(DriverRegistry.load(ShadowTest.class.getClassLoader()))
        .set("ipam_driver", driver)
        .set("ipam.builtin.path", directory.resolve("store").toString())
        .set("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("ipam.db"));
  }

  static Stream<Arguments> eightThreadsSeeNoDivergence() {
    return Databases.available().stream()
        .filter(engine -> engine == Engine.SQLITE || engine == Engine.POSTGRESQL)
        .flatMap(
            engine ->
                Stream.of(
                    Arguments.of(engine, "builtin", "reference"),
                    Arguments.of(engine, "reference", "builtin")));
  }

  @ParameterizedTest
  @MethodSource
  void eightThreadsSeeNoDivergence(Engine engine, String serving, String shadow) throws Exception {
    IpamBuilder settings = builder(serving);
    Pair.database(Databases.create(engine)).forEach(settings::set);
    // What a slow shadow has to take at once overlaps more, and is replayed as decided.
    long fewest = engine == Engine.SQLITE ? 21 : 0;
    // Where others may write as well, unseen, nothing is certain to have been alone.
    boolean alone = engine == Engine.SQLITE || serving.equals("builtin");
    try (Ipam ipam = settings.createIfMissing().set("ipam.shadow", shadow).open()) {
      Shadows.awaitState(ipam::shadow, State.FOLLOWING);
      subnets(ipam);
      work(ipam, 7, 200);
      ShadowStatus quiet = awaitAll(ipam);
      assertThat(quiet.examples()).isEmpty();
      assertThat(quiet.diverged()).isZero();
      assertThat(quiet.choices())
          .as("of %s", quiet)
          .matches(choices -> alone ? choices >= fewest : choices == 0);

      inThreads(ipam);
      ShadowStatus loaded = awaitAll(ipam);
      assertThat(loaded.examples()).isEmpty();
      work(ipam, 8, 100);
      ShadowStatus busy = awaitAll(ipam);
      assertThat(busy.examples()).isEmpty();
      assertThat(busy.diverged()).isZero();
      assertThat(busy.outcomes()).as("of %s", busy).isGreaterThan(quiet.outcomes() + 100);
      assertThat(busy.choices())
          .as("of %s", busy)
          .matches(
              choices ->
                  alone ? choices >= loaded.choices() + (fewest == 0 ? 0 : 6) : choices == 0);
    }
    OpenedStore one = settings.openStore(serving, false);
    OpenedStore other = settings.openStore(shadow, false);
    try {
      assertThat(other.authority().state()).isInstanceOf(Retired.class);
      List<Difference> found = new ArrayList<>();
      Verification.compare(one, other, MigrationListener.NONE, found::add);
      assertThat(found).isEmpty();
    } finally {
      one.driver().close();
      other.driver().close();
    }
  }

  private void subnets(Ipam ipam) {
    for (int i = 0; i < 4; i++) {
      ipam.createSubnet(SubnetRequest.of("sequential-" + i, "10.0." + i + ".0/25"));
      noted.incrementAndGet();
    }
    ipam.createSubnet(
        SubnetRequest.of("lowest", "10.1.0.0/26").withPolicy(AllocationPolicy.LOWEST));
    ipam.createSubnet(
        SubnetRequest.of("random", "10.2.0.0/26").withPolicy(AllocationPolicy.RANDOM));
    ipam.createSubnet(SubnetRequest.of("resting", "10.3.0.0/26").withRest(Duration.ofSeconds(2)));
    noted.addAndGet(3);
  }

  private void inThreads(Ipam ipam) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = 100L + i;
        all.add(threads.submit(() -> work(ipam, seed, EACH)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Some of everything, refusals included; each is one operation on one subnet. */
  private void work(Ipam ipam, long seed, int count) {
    Random random = new Random(seed);
    Deque<Allocation> mine = new ArrayDeque<>();
    List<String> subnets = new ArrayList<>(List.of("lowest", "random", "resting"));
    for (int i = 0; i < 4; i++) {
      subnets.add("sequential-" + i);
    }
    for (int i = 0; i < count; i++) {
      String subnet = subnets.get(random.nextInt(subnets.size()));
      noted.incrementAndGet();
      try {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> mine.add(ipam.allocate(AllocationRequest.any(subnet).withOwner("o")));
          case 4 -> mine.addAll(ipam.allocateAll(AllocationRequest.bulk(subnet, 3)));
          case 5 -> {
            IpAddress address = ipam.subnet(subnet).cidr().first().plus(0, 1 + random.nextInt(70));
            mine.add(ipam.allocate(AllocationRequest.specific(subnet, address)));
          }
          case 6 ->
              ipam.allocate(AllocationRequest.any(subnet).withKey("k" + seed + random.nextInt(9)));
          default -> {
            Allocation held = mine.poll();
            if (held == null) {
              ipam.release(
                  ReleaseRequest.of(subnet, ipam.subnet(subnet).cidr().first().plus(0, 60)));
            } else if (random.nextBoolean()) {
              ipam.release(ReleaseRequest.of(held));
            } else {
              ipam.release(ReleaseRequest.of(held.subnetId(), held.address()));
            }
          }
        }
      } catch (IpamException e) {
        assertThat(e)
            .isInstanceOfAny(
                AddressAlreadyAllocatedException.class,
                NoAddressAvailableException.class,
                dev.ipam.error.AddressOutsideSubnetException.class,
                dev.ipam.error.AddressNotUsableException.class,
                dev.ipam.error.IdempotencyConflictException.class,
                dev.ipam.error.AddressOwnedByAnotherException.class);
      }
    }
  }

  /** Every operation is either compared or counted as not compared, once. */
  private ShadowStatus awaitAll(Ipam ipam) {
    return Shadows.await(
        ipam::shadow,
        status -> {
          assertThat(status.outcomes() + status.uncompared()).isLessThanOrEqualTo(noted.get());
          return status.outcomes() + status.uncompared() == noted.get();
        });
  }

  @Test
  void aShadowIsSwitchedToByWhatChangedSince() {
    try (Ipam ipam = builder("builtin").createIfMissing().set("ipam.shadow", "reference").open()) {
      ipam.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      Shadows.awaitState(ipam::shadow, State.FOLLOWING);
      ipam.allocate("s");
      MigrationReport report =
          ipam.migrate("reference", MigrationOptions.LIVE, MigrationListener.NONE);
      assertThat(report.way()).isEqualTo("changes");
      assertThat(ipam.shadow().orElseThrow().state()).isEqualTo(State.ENDED);
      ipam.allocate("s");
      assertThat(ipam.usage("s").allocated()).isEqualTo(2);
    }
  }

  /** Nobody knows what a process that was killed had rehearsed: all of it is compared. */
  @Test
  void aShadowThatWasNotClosedIsComparedWhole() {
    try (Ipam ipam = builder("builtin").createIfMissing().set("ipam.shadow", "reference").open()) {
      ipam.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      Shadows.awaitState(ipam::shadow, State.FOLLOWING);
    }
    OpenedStore store = builder("builtin").openStore("reference", false);
    Retired left = (Retired) store.authority().state();
    store
        .authority()
        .change(left, new dev.ipam.spi.AuthorityState.Shadow(left.successor(), 1, null));
    assertThatExceptionOfType(DriverNotActiveException.class)
        .as("a shadow takes no other writes")
        .isThrownBy(() -> store.driver().allocate(AllocationRequest.any("s")));
    store.driver().close();
    try (Ipam ipam = builder("builtin").set("ipam.shadow", "reference").open()) {
      Shadows.awaitState(ipam::shadow, State.FOLLOWING);
      ipam.allocate("s");
      ShadowStatus status = Shadows.await(ipam::shadow, each -> each.outcomes() == 1);
      assertThat(status.diverged()).isZero();
    }
  }

  @Test
  void itsNameIsChecked() {
    IpamBuilder same = builder("builtin").createIfMissing().set("ipam.shadow", "builtin");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(same::open)
        .withMessageContaining("ipam.shadow");
    IpamBuilder unknown = builder("builtin").createIfMissing().set("ipam.shadow", "nowhere");
    assertThatThrownBy(unknown::open).hasMessageContaining("nowhere");
  }
}
