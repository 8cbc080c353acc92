package dev.ipam.reference;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A process that is not alone reads a subnet, and what is free ahead of its pass, together with the
 * row of the store. Two that take turns must answer as one does that reads nothing again.
 */
class ReadAheadTest {
  private static final int STEPS = 600;
  private static final int MANY = 64;
  private static final List<String> SUBNETS = List.of("sequential", "lowest", "v6");

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void twoThatTakeTurnsAnswerAsOneDoes(TestDatabase shared, TestDatabase own) {
    Map<String, String> settings = ReferenceUnderTest.settings(shared);
    try (ReferenceDriver one = Drivers.open(settings);
        ReferenceDriver other = Drivers.open(settings);
        ReferenceDriver alone = Drivers.open(ReferenceUnderTest.settings(own))) {
      for (ReferenceDriver each : List.of(one, alone)) {
        each.createSubnet(SubnetRequest.of("sequential", "10.0.0.0/25"));
        each.createSubnet(
            SubnetRequest.of("lowest", "10.0.0.0/25").withPolicy(AllocationPolicy.LOWEST));
        each.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
      }
      Random random = new Random(7);
      List<Allocation> held = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        long seed = random.nextLong();
        ReferenceDriver turn = random.nextBoolean() ? one : other;
        List<Allocation> after = new ArrayList<>(held);
        String expected = step(alone, new Random(seed), held);
        assertThat(step(turn, new Random(seed), after)).as("step " + step).isEqualTo(expected);
        held = after;
      }
      List<CheckProblem> problems = new ArrayList<>();
      one.check(problems::add);
      assertThat(problems).isEmpty();
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void whatComesTogetherIsReadTogether(TestDatabase database) throws Exception {
    Map<String, String> settings = ReferenceUnderTest.settings(database);
    try (ReferenceDriver one = Drivers.open(settings);
        ReferenceDriver other = Drivers.open(settings)) {
      for (int i = 0; i < MANY; i++) {
        one.createSubnet(SubnetRequest.of("s" + i, "10.0.0.0/24"));
        List<Allocation> held = one.allocate(AllocationRequest.bulk("s" + i, 20));
        // More pieces ahead of the pass than are read together.
        for (int k = 1; k < 20; k += 2) {
          one.release(ReleaseRequest.of("s" + i, held.get(k).address()));
        }
      }
      long nothingKnown = tripsOfAllTogether(other);
      one.allocate(AllocationRequest.any("s0"));
      long afterAnother = tripsOfAllTogether(other);
      long again = tripsOfAllTogether(other);

      // The row of the store with all subnets; what is written, with the commit; and the look
      // itself.
      // MariaDB takes rows of subnets and of allocations as batches of their own, and reads in one
      // more trip what is free ahead of passes whose subnets' rows do not say it.
      long most = database.engine() == Engine.POSTGRESQL ? 3 : 6;
      assertThat(List.of(nothingKnown, afterAnother, again)).allMatch(trips -> trips <= most);
      for (int i = 0; i < MANY; i++) {
        String expected = i == 0 ? "10.0.0.26" : "10.0.0.25";
        assertThat(one.allocate(AllocationRequest.any("s" + i)).get(0).address())
            .hasToString(expected);
      }
      List<CheckProblem> problems = new ArrayList<>();
      other.check(problems::add);
      assertThat(problems).isEmpty();
    }
  }

  /** What was released ahead of the pass waits for the next one, also where its front was taken. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void whatWaitsIsKnownToWait(TestDatabase database) {
    Map<String, String> settings = ReferenceUnderTest.settings(database);
    try (ReferenceDriver one = Drivers.open(settings);
        ReferenceDriver other = Drivers.open(settings)) {
      one.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      List<IpAddress> ahead =
          Stream.of("10.0.0.4", "10.0.0.5", "10.0.0.6").map(IpAddress::parse).toList();
      ahead.forEach(each -> one.allocate(AllocationRequest.specific("s", each)));
      ahead.forEach(each -> one.release(ReleaseRequest.of("s", each)));
      one.allocate(AllocationRequest.specific("s", ahead.get(0)));

      assertThat(other.allocate(AllocationRequest.bulk("s", 4)))
          .extracting(each -> each.address().toString())
          .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.7", "10.0.0.8");
      List<CheckProblem> problems = new ArrayList<>();
      one.check(problems::add);
      assertThat(problems).isEmpty();
    }
  }

  /** As many callers as subnets come while a transaction is under way. */
  private static long tripsOfAllTogether(ReferenceDriver driver) throws Exception {
    CountDownLatch leading = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(1);
    ExecutorService callers = Executors.newFixedThreadPool(MANY + 1);
    try {
      Future<Long> leader =
          callers.submit(
              () ->
                  driver
                      .engine()
                      .run(
                          session -> {
                            leading.countDown();
                            awaitUninterruptibly(all);
                            return session.sql().trips();
                          }));
      leading.await();
      List<Future<List<Allocation>>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        String subnet = "s" + i;
        answers.add(callers.submit(() -> driver.allocate(AllocationRequest.any(subnet))));
      }
      while (driver.engine().waiting() < MANY) {
        Thread.onSpinWait();
      }
      all.countDown();
      for (Future<List<Allocation>> each : answers) {
        assertThat(each.get()).hasSize(1);
      }
      // Without the commit of the leader.
      return driver.engine().run(session -> session.sql().trips()) - leader.get() - 1;
    } finally {
      callers.shutdownNow();
    }
  }

  /** One operation; what it allocates or releases changes the list. Returns what it answered. */
  private static String step(ReferenceDriver driver, Random random, List<Allocation> held) {
    String subnet = SUBNETS.get(random.nextInt(SUBNETS.size()));
    try {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          return add(driver.allocate(AllocationRequest.any(subnet)), held);
        }
        case 2 -> {
          return add(driver.allocate(AllocationRequest.bulk(subnet, 1 + random.nextInt(9))), held);
        }
        case 3 -> {
          return add(
              driver.allocate(AllocationRequest.of(new AddressRequest.PreferNext(), subnet)), held);
        }
        default -> {
          StringBuilder released = new StringBuilder("released");
          for (int i = 0; i < 6 && !held.isEmpty(); i++) {
            Allocation each = held.remove(random.nextInt(held.size()));
            driver.release(ReleaseRequest.of(each.subnetId(), each.address()));
            released.append(' ').append(each.address());
          }
          return released.toString();
        }
      }
    } catch (IpamException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String add(List<Allocation> got, List<Allocation> held) {
    held.addAll(got);
    return got.stream().map(each -> each.address() + " " + each.token()).toList().toString();
  }
}
