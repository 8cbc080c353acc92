package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.Outcome;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Rules IPAM-6.32 and 6.33: callers' transactions that wait for each other, each by a driver of its
 * own and, of a cluster, on a node of its own. One is told long before the deadline.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CallersDeadlockTest {
  private static final String SUBNET = "s";
  private static final String DEADLINE_MILLIS = "300000";

  /** A service with an open transaction, which has taken something. */
  private record Caller(ReferenceDriver driver, Connection connection, JoinedTransaction joined)
      implements AutoCloseable {
    static Caller open(TestDatabase database, int number) throws SQLException {
      Map<String, String> settings = new TreeMap<>(ReferenceUnderTest.settings(database));
      settings.put("ipam.reference.deadline-ms", DEADLINE_MILLIS);
      ReferenceDriver driver = Drivers.open(settings);
      Connection connection = database.endpoint(number).connect();
      connection.setAutoCommit(false);
      return new Caller(driver, connection, driver.join(connection));
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.close();
      driver.close();
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void oneOfTwoIsToldAndTheOtherGoesOn(TestDatabase database) throws Exception {
    waitInACircle(database, List.of(wish(1), wish(2)), List.of(wish(2), wish(1)));
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void oneOfThreeIsTold(TestDatabase database) throws Exception {
    waitInACircle(database, List.of(wish(1), wish(2), wish(3)), List.of(wish(2), wish(3), wish(1)));
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void keysAreWaitedForLikeAddresses(TestDatabase database) throws Exception {
    AllocationRequest first = AllocationRequest.any(SUBNET).withKey("a");
    AllocationRequest second = AllocationRequest.any(SUBNET).withKey("b");
    waitInACircle(database, List.of(first, second), List.of(second, first));
  }

  private static AllocationRequest wish(int number) {
    return AllocationRequest.specific(SUBNET, IpAddress.parse("192.0.2.1" + number));
  }

  /** Each takes something of its own, and then wants what the next one has. */
  private static void waitInACircle(
      TestDatabase database, List<AllocationRequest> own, List<AllocationRequest> wanted)
      throws Exception {
    List<Caller> callers = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int i = 0; i < own.size(); i++) {
        callers.add(Caller.open(database, i));
      }
      callers.get(0).driver.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      for (int i = 0; i < own.size(); i++) {
        callers.get(i).joined.allocate(own.get(i));
      }
      BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
      List<Future<List<Allocation>>> waits = new ArrayList<>();
      for (int i = 0; i < own.size(); i++) {
        int number = i;
        waits.add(
            threads.submit(
                () -> {
                  try {
                    return callers.get(number).joined.allocate(wanted.get(number));
                  } finally {
                    ended.add(number);
                  }
                }));
      }
      // One is told; whoever waits for it goes on when it has rolled back, and so on.
      int told = ended.take();
      assertTold(waits.get(told));
      callers.get(told).connection.rollback();
      for (int i = 1; i < own.size(); i++) {
        int next = ended.take();
        assertThat(waits.get(next).get()).hasSize(1);
        callers.get(next).connection.rollback();
      }
      assertThat(waiting(database)).isZero();
    } finally {
      threads.shutdownNow();
      for (Caller caller : callers) {
        caller.close();
      }
    }
  }

  private static void assertTold(Future<?> wait) throws InterruptedException {
    try {
      throw new AssertionError("it got " + wait.get());
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              TransactionConflictException.class,
              conflict -> {
                assertThat(conflict.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                assertThat(conflict.retryable()).isTrue();
                assertThat(conflict).hasMessageContaining("waits for what this one holds");
              });
    }
  }

  private static long waiting(TestDatabase database) throws SQLException {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM ipam_wait")) {
      row.next();
      return row.getLong(1);
    }
  }
}
