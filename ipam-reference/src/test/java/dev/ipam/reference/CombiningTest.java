package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Callers that come at the same time share a transaction, and nothing else. */
class CombiningTest {
  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void manyShareATransactionAndEachSucceedsOrFailsByItself(TestDatabase database) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      CountDownLatch leading = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      Future<Long> leader =
          threads.submit(
              () ->
                  driver
                      .engine()
                      .run(
                          session -> {
                            leading.countDown();
                            await(go);
                            return session.row().version();
                          }));
      leading.await();
      List<Future<List<Allocation>>> served = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        served.add(threads.submit(() -> driver.allocate(AllocationRequest.any("s"))));
      }
      IpAddress outside = IpAddress.parse("10.0.1.1");
      Future<?> refused =
          threads.submit(() -> driver.allocate(AllocationRequest.specific("s", outside)));
      Future<?> faulty =
          threads.submit(
              () ->
                  driver
                      .engine()
                      .write(
                          session -> {
                            throw new IllegalStateException("a fault of ours");
                          }));
      while (driver.engine().waiting() < 22) {
        LockSupport.parkNanos(1_000_000);
      }
      go.countDown();
      long before = leader.get();

      for (Future<List<Allocation>> each : served) {
        assertThat(each.get()).hasSize(1);
      }
      assertThat(catchThrowable(refused::get).getCause().getMessage()).contains("10.0.1.1");
      assertThat(catchThrowable(faulty::get).getCause())
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED));
      assertThat(driver.usage("s").allocated()).isEqualTo(BigInteger.valueOf(20));
      // The fault had the others carried out one by one; without one they share a single commit.
      assertThat(version(driver) - before).isLessThanOrEqualTo(20);
      long calm = version(driver);
      together(driver, threads);
      assertThat(version(driver) - calm).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void together(ReferenceDriver driver, ExecutorService threads) throws Exception {
    CountDownLatch leading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<Boolean> leader =
        threads.submit(
            () ->
                driver
                    .engine()
                    .run(
                        session -> {
                          leading.countDown();
                          await(go);
                          return true;
                        }));
    leading.await();
    List<Future<List<Allocation>>> served = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      served.add(threads.submit(() -> driver.allocate(AllocationRequest.any("s"))));
    }
    while (driver.engine().waiting() < 30) {
      LockSupport.parkNanos(1_000_000);
    }
    go.countDown();
    leader.get();
    for (Future<List<Allocation>> each : served) {
      assertThat(each.get()).hasSize(1);
    }
  }

  private static long version(ReferenceDriver driver) {
    return driver.engine().run(session -> session.row().version());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
