package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.Drivers;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.reference.faults.DoubtfulCommits.End;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.fault.Cut;
import dev.ipam.testdb.fault.FaultProxy;
import dev.ipam.testdb.fault.Hold;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * Rules IPAM-6.25 and 6.26 of a commit of which nobody has said whether it was completed. The
 * driver finds out, by the store, as soon as it reaches it: what was not carried out is carried out
 * again, and nothing is twice.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DoubtfulCommitsTest {
  private static final String SUBNET = "s";
  private static final AllocationRequest ANY = AllocationRequest.any(SUBNET);
  private static final AllocationRequest OUTSIDE =
      AllocationRequest.specific(SUBNET, IpAddress.parse("10.0.0.200"));
  private static final AllocationRequest KEYED = ANY.withKey("k");

  /** So many that a process that writes alone begins without the lock. */
  private static final int A_WHILE = 20;

  /**
   * SQLSTATE 40003 is of the class of conflicts, after which one may repeat; not after this one.
   */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whatBecameOfItIsFoundOut(TestDatabase database) throws SQLException {
    try (DoubtfulCommits commits = DoubtfulCommits.before(database.endpoint());
        IpamDriver driver = prepared(commits.endpoint(database.endpoint()))) {
      for (int transactionsBefore : List.of(0, A_WHILE)) {
        List<Allocation> expected = allocate(driver, transactionsBefore);
        for (End end : End.values()) {
          long version = version(database.endpoint());
          commits.doubt(end);
          expected.addAll(driver.allocate(ANY));

          assertThat(commits.isDone()).isTrue();
          assertThat(held(driver)).containsExactlyInAnyOrderElementsOf(expected);
          // What was undone is made impossible first, by a version of its own, and then repeated.
          assertThat(version(database.endpoint()) - version)
              .isEqualTo(end == End.COMMITTED ? 1 : 2);
        }
      }
      assertThat(Drivers.doubts(driver)).isEqualTo(4);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void itIsUnknownWhileTheStoreIsNotReachedAndTheKeySettlesIt(TestDatabase database) {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver =
            prepared(proxy.endpoint(), Map.of("ipam.reference.deadline-ms", "3000"))) {
      allocate(driver, A_WHILE);
      proxy.refuse();
      Cut cut = proxy.cutAfterCommit();
      UnavailableException doubt =
          catchThrowableOfType(UnavailableException.class, () -> driver.allocate(KEYED));
      assertThat(doubt.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(cut.isDone()).isTrue();
      // Why it could not be found out either.
      assertThat(doubt.getCause().getSuppressed()).isNotEmpty();

      proxy.accept();
      List<Allocation> settled = driver.allocate(KEYED);
      assertThat(held(driver)).hasSize(A_WHILE + 1).containsAll(settled);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void othersThatWriteMeanwhileDoNotHideIt(TestDatabase database) throws Exception {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver = prepared(proxy.endpoint());
        IpamDriver other = Drivers.openOrMake(ReferenceUnderTest.settings(database.endpoint()))) {
      List<Supplier<Cut>> faults = List.of(proxy::cutAfterCommit, proxy::cutBeforeCommit);
      for (int round = 0; round < 4; round++) {
        List<Allocation> expected = held(driver);
        proxy.refuse();
        Cut cut = faults.get(round % 2).get();
        CompletableFuture<List<Allocation>> answer =
            CompletableFuture.supplyAsync(() -> driver.allocate(ANY));
        while (!cut.isDone()) {
          Thread.onSpinWait();
        }
        if (round >= 2) {
          writeWhatIsNotTold(other, database.endpoint());
        }
        for (int i = 0; i < 3; i++) {
          expected.addAll(other.allocate(ANY));
        }
        proxy.accept();

        expected.addAll(answer.get());
        assertThat(held(other)).containsExactlyInAnyOrderElementsOf(expected);
      }
      assertThat(Drivers.doubts(driver)).isEqualTo(4);
    }
  }

  /** Whoever keeps no changes cannot tell any more. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void withoutChangesItStaysUnknownOnceOthersWrote(TestDatabase database) {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver = prepared(proxy.endpoint(), Map.of("ipam.reference.changes", "0"));
        IpamDriver other = Drivers.openOrMake(ReferenceUnderTest.settings(database.endpoint()))) {
      proxy.refuse();
      Cut cut = proxy.cutAfterCommit();
      CompletableFuture<List<Allocation>> answer =
          CompletableFuture.supplyAsync(() -> driver.allocate(KEYED));
      while (!cut.isDone()) {
        Thread.onSpinWait();
      }
      other.allocate(ANY);
      proxy.accept();

      assertThatThrownBy(answer::get)
          .cause()
          .isInstanceOfSatisfying(
              UnavailableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
      List<Allocation> settled = driver.allocate(KEYED);
      assertThat(held(driver)).hasSize(2).containsAll(settled);
    }
  }

  /** The network may deliver it when the driver has long found out that nothing has come of it. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void whatComesLateHasNoEffect(TestDatabase database) throws Exception {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver = prepared(proxy.endpoint())) {
      List<Allocation> expected = allocate(driver, A_WHILE);
      Hold late = proxy.hold(sql -> sql.startsWith("UPDATE ipam_store SET version = CASE"));
      expected.addAll(driver.allocate(ANY));
      late.awaitLost();
      assertThat(Drivers.doubts(driver)).isEqualTo(1);

      late.deliver();
      assertThat(held(driver)).containsExactlyInAnyOrderElementsOf(expected);
      expected.addAll(driver.allocate(ANY));
      assertThat(held(driver)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** A version of which those who follow the store are told nothing. */
  private static void writeWhatIsNotTold(IpamDriver driver, JdbcEndpoint endpoint)
      throws SQLException {
    try (Connection caller = endpoint.connect()) {
      caller.setAutoCommit(false);
      ((JdbcTransactions) driver).join(caller).allocate(OUTSIDE);
      caller.rollback();
    }
  }

  /** The server says so when the deadline is over: nobody need look for it. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void whatWaitedTooLongForALockIsCertain(TestDatabase database) throws SQLException {
    try (IpamDriver driver =
            prepared(database.endpoint(), Map.of("ipam.reference.deadline-ms", "2000"));
        Connection guest = database.witness();
        Statement statement = guest.createStatement()) {
      allocate(driver, A_WHILE);
      List<Allocation> before = held(driver);
      guest.setAutoCommit(false);
      statement.execute("UPDATE ipam_subnet SET project = 'x' WHERE id = '" + SUBNET + "'");
      UnavailableException late =
          catchThrowableOfType(UnavailableException.class, () -> driver.allocate(ANY));
      assertThat(late.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      guest.rollback();

      before.addAll(driver.allocate(ANY));
      assertThat(held(driver)).containsExactlyInAnyOrderElementsOf(before);
      assertThat(Drivers.doubts(driver)).isZero();
    }
  }

  private static IpamDriver prepared(JdbcEndpoint endpoint) {
    return prepared(endpoint, Map.of());
  }

  private static IpamDriver prepared(JdbcEndpoint endpoint, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(ReferenceUnderTest.settings(endpoint));
    settings.putAll(more);
    IpamDriver driver = Drivers.openOrMake(settings);
    driver.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/24").withGateway(GatewayChoice.NONE));
    return driver;
  }

  private static List<Allocation> allocate(IpamDriver driver, int count) {
    for (int i = 0; i < count; i++) {
      driver.allocate(ANY);
    }
    return held(driver);
  }

  private static long version(JdbcEndpoint endpoint) throws SQLException {
    try (Connection connection = endpoint.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version FROM ipam_store")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<Allocation> held(IpamDriver driver) {
    try (Stream<Allocation> all = driver.allocations(SUBNET)) {
      return new ArrayList<>(all.toList());
    }
  }
}
