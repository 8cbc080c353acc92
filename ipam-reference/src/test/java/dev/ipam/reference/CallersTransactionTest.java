package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Ipam;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.error.TransactionConflictException;
import dev.ipam.error.UnavailableException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.example.PortService;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Rules IPAM-6.30 to 6.34: allocation and port row commit or roll back together. */
class CallersTransactionTest {
  private static final String SUBNET = "s";
  private static final IpAddress FIRST = IpAddress.parse("192.0.2.2");

  private static Ipam open(TestDatabase database, String deadline) {
    var builder = Ipam.builder().set("ipam_driver", "reference").createIfMissing();
    for (Map.Entry<String, String> each : ReferenceUnderTest.settings(database).entrySet()) {
      builder = builder.set(each.getKey(), each.getValue());
    }
    return builder.set("ipam.reference.deadline-ms", deadline).open();
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void aRollbackLeavesNothing(TestDatabase database) throws Exception {
    try (Ipam ipam = open(database, "60000")) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        Allocation taken =
            ipam.join(connection)
                .allocate(AllocationRequest.any(SUBNET).withOwner("o").withKey("k"))
                .get(0);
        assertThat(taken.address()).isEqualTo(FIRST);
        connection.rollback();
      }

      assertThat(ipam.find(SUBNET, FIRST)).isEmpty();
      assertThat(ipam.allocationsOf("o")).isEmpty();
      // Neither address nor pass nor key remember it.
      AllocationRequest again = AllocationRequest.any(SUBNET).withOwner("p").withKey("k");
      assertThat(ipam.allocate(again).address()).isEqualTo(FIRST);
      assertThat(ipam.usage(SUBNET).allocated()).isEqualTo(BigInteger.ONE);
    }
  }

  /** Neither waits for itself: what it took is taken, what it released is free at its commit. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whatATransactionHasTakenOrReleasedItCannotTakeAgain(TestDatabase database) throws Exception {
    AllocationRequest first = AllocationRequest.specific(SUBNET, FIRST).withOwner("o");
    try (Ipam ipam = open(database, "60000")) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(false);
        var joined = ipam.join(connection);
        assertThatThrownBy(() -> joined.allocate(AllocationRequest.of(new AddressRequest.Any())))
            .isInstanceOf(NoAddressAvailableException.class);
        joined.allocate(first);
        assertThatThrownBy(() -> joined.allocate(first))
            .isInstanceOf(AddressAlreadyAllocatedException.class);
        joined.release(ReleaseRequest.of(SUBNET, FIRST));
        assertThatThrownBy(() -> joined.allocate(first))
            .isInstanceOf(AddressAlreadyAllocatedException.class);
        connection.commit();
      }
      assertThat(ipam.find(SUBNET, FIRST)).isEmpty();
      assertThat(ipam.allocate(first).address()).isEqualTo(FIRST);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void effectsTakePlaceAtTheCommitAndOthersGoOnBefore(TestDatabase database) throws Exception {
    try (Ipam ipam = open(database, "60000");
        Connection connection = database.connect()) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      connection.setAutoCommit(false);
      JoinedTransaction joined = ipam.join(connection);
      Allocation taken = joined.allocate(AllocationRequest.any(SUBNET).withOwner("o")).get(0);

      assertThat(joined.find(SUBNET, taken.address())).contains(taken);
      assertThat(ipam.find(SUBNET, taken.address())).isEmpty();
      assertThat(ipam.allocate(AllocationRequest.any(SUBNET)).address()).isEqualTo(FIRST.plus(1));
      connection.commit();

      assertThat(ipam.find(SUBNET, taken.address())).contains(taken);
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.isClosed()).isFalse();
      JoinedTransaction next = ipam.join(connection);
      assertThat(next.release(ReleaseRequest.of(taken))).contains(taken);
      assertThat(ipam.find(SUBNET, taken.address())).contains(taken);
      connection.commit();
      assertThat(ipam.find(SUBNET, taken.address())).isEmpty();
      assertThat(ipam.allocate(AllocationRequest.specific(SUBNET, FIRST)).address())
          .isEqualTo(FIRST);
      assertThat(ipam.usage(SUBNET).allocated()).isEqualTo(BigInteger.TWO);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whoeverNeedsAnUndecidedAddressWaitsUpToTheDeadline(TestDatabase database) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Ipam ipam = open(database, "60000");
        Ipam impatient = open(database, "1500");
        Connection connection = database.connect()) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      connection.setAutoCommit(false);
      ipam.join(connection).allocate(AllocationRequest.specific(SUBNET, FIRST));

      assertThatThrownBy(() -> impatient.allocate(AllocationRequest.specific(SUBNET, FIRST)))
          .isInstanceOfSatisfying(
              UnavailableException.class,
              e -> {
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                assertThat(e.getMessage()).contains("open transaction");
              });
      Future<Allocation> waiting =
          other.submit(() -> ipam.allocate(AllocationRequest.specific(SUBNET, FIRST)));
      // Others are not held up meanwhile.
      assertThat(ipam.allocate(AllocationRequest.any(SUBNET)).address()).isEqualTo(FIRST.plus(1));
      connection.rollback();
      assertThat(waiting.get().address()).isEqualTo(FIRST);
    } finally {
      other.shutdownNow();
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void aRetryUnderItsKeyWaitsForItAndHoldsNobodyUp(TestDatabase database) throws Exception {
    ExecutorService others = Executors.newCachedThreadPool();
    try (Ipam ipam = open(database, "60000");
        Ipam elsewhere = open(database, "60000");
        Connection connection = database.connect();
        Connection another = database.connect()) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
      connection.setAutoCommit(false);
      another.setAutoCommit(false);
      AllocationRequest keyed = AllocationRequest.any(SUBNET).withKey("k");
      JoinedTransaction joined = ipam.join(connection);
      Allocation taken = joined.allocate(keyed).get(0);

      Future<Allocation> retried = others.submit(() -> elsewhere.allocate(keyed));
      Future<Allocation> joinedToo =
          others.submit(() -> elsewhere.join(another).allocate(keyed).get(0));
      for (int i = 0; i < 5; i++) {
        ipam.allocate(AllocationRequest.any(SUBNET));
        elsewhere.allocate(AllocationRequest.any(SUBNET));
        joined.allocate(AllocationRequest.any(SUBNET));
      }
      // Whoever came after the commit would not have to wait.
      while (waiting(database) == 0) {
        assertThat(joinedToo.isDone()).isFalse();
      }
      assertThat(retried.isDone()).isFalse();
      assertThat(joinedToo.isDone()).isFalse();
      connection.commit();

      assertThat(retried.get()).isEqualTo(taken);
      assertThatThrownBy(joinedToo::get).cause().isInstanceOf(TransactionConflictException.class);
      another.rollback();
      assertThat(elsewhere.join(another).allocate(keyed)).containsExactly(taken);
      another.rollback();
    } finally {
      others.shutdownNow();
    }
  }

  private static long waiting(TestDatabase database) throws SQLException {
    return number(database, "SELECT count(*) FROM ipam_wait");
  }

  private static long number(TestDatabase database, String text) throws SQLException {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(text)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The store's time is never before one that it has recorded, which is moved here. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whatTookNothingIsForgottenAfterAWhile(TestDatabase database) throws Exception {
    try (Ipam ipam = open(database, "60000");
        Connection connection = database.endpoint(1).connect();
        Connection witness = database.witness();
        Statement statement = witness.createStatement()) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/30"));
      ipam.allocate(AllocationRequest.any(SUBNET));
      connection.setAutoCommit(false);
      // So few that the row of the store is read each time.
      for (int i = 1; i <= 3; i++) {
        assertThatNothingIsTaken(ipam, connection);
        assertThat(number(database, "SELECT count(*) FROM ipam_unit")).isEqualTo(i);
      }
      statement.execute("UPDATE ipam_store SET millis = millis + 3600000");
      assertThatNothingIsTaken(ipam, connection);
      assertThat(number(database, "SELECT count(*) FROM ipam_unit")).isEqualTo(1);
    }
  }

  private static void assertThatNothingIsTaken(Ipam ipam, Connection connection)
      throws SQLException {
    JoinedTransaction joined = ipam.join(connection);
    assertThatThrownBy(() -> joined.allocate(AllocationRequest.any(SUBNET)))
        .isInstanceOf(NoAddressAvailableException.class);
    connection.rollback();
  }

  /** The connection is cut: what the server of a process that was killed sees as well. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void aCallerThatIsGoneLeavesNothing(TestDatabase database) throws Exception {
    try (Ipam ipam = open(database, "60000")) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/29"));
      Connection connection = database.connect();
      connection.setAutoCommit(false);
      ipam.join(connection).allocate(AllocationRequest.bulk(SUBNET, 4));
      connection.abort(Runnable::run);

      assertThat(ipam.allocate(AllocationRequest.specific(SUBNET, FIRST)).address())
          .isEqualTo(FIRST);
      assertThat(ipam.usage(SUBNET).allocated()).isEqualTo(BigInteger.ONE);
      assertThat(ipam.usage(SUBNET).free()).isEqualTo(BigInteger.valueOf(4));
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void aServiceKeepsPortsAndAddressesTogether(TestDatabase database) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Ipam ipam = open(database, "60000")) {
      ipam.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/26"));
      PortService ports = new PortService(ipam, database::connect);
      ports.install();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String id = "port-" + i;
        boolean fails = i % 4 == 3;
        done.add(threads.submit(() -> live(ports, id, fails)));
      }
      for (Future<?> each : done) {
        each.get();
      }

      int there = 0;
      for (int i = 0; i < 16; i++) {
        var address = ports.address("port-" + i);
        there += address.isPresent() ? 1 : 0;
        assertThat(ipam.allocationsOf("port-" + i).map(Allocation::address).toList())
            .isEqualTo(address.stream().toList());
      }
      assertThat(there).isEqualTo(8);
      // Whatever was set aside by those that failed has been given back.
      assertThat(ipam.allocate(AllocationRequest.any(SUBNET))).isNotNull();
      assertThat(ipam.usage(SUBNET).allocated()).isEqualTo(BigInteger.valueOf(there + 1));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void live(PortService ports, String id, boolean fails) throws Exception {
    if (fails) {
      assertThatThrownBy(
              () ->
                  ports.transact(
                      (connection, addresses) -> {
                        addresses.allocate(AllocationRequest.any(SUBNET).withOwner(id));
                        throw new IllegalStateException("the service fails");
                      }))
          .hasMessage("the service fails");
      return null;
    }
    ports.create(id, SUBNET);
    if (Integer.parseInt(id.substring(5)) % 4 == 0) {
      ports.remove(id);
    }
    return null;
  }

  @ForEachDatabase(Engine.SQLITE)
  void sqliteLocksItsFileAndDoesNotOfferIt(TestDatabase database) throws Exception {
    try (Ipam ipam = open(database, "60000");
        Connection connection = database.connect()) {
      assertThatThrownBy(() -> ipam.join(connection)).isInstanceOf(UnsupportedException.class);
    }
  }
}
