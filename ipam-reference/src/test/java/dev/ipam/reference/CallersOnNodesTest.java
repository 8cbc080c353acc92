package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.TransactionConflictException;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.Usage;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.Map;

/**
 * Rules IPAM-6.30 to 6.33 with the caller's connection to each node of a cluster: to the one that
 * the driver writes on, and to others, which do not see its locks.
 */
class CallersOnNodesTest {
  private static final String SUBNET = "s";
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.9");

  private static ReferenceDriver open(Map<String, String> settings) {
    ReferenceDriver driver = Drivers.open(settings);
    driver.createSubnet(SubnetRequest.of(SUBNET, "192.0.2.0/24"));
    return driver;
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void anOpenTransactionOutlivesWhoWaitsForIt(TestDatabase database) throws Exception {
    Map<String, String> settings = ReferenceUnderTest.settings(database);
    try (ReferenceDriver driver = open(settings);
        ReferenceDriver impatient = Drivers.open(settings, Duration.ofSeconds(1))) {
      for (JdbcEndpoint node : database.endpoints()) {
        try (Connection connection = node.connect()) {
          connection.setAutoCommit(false);
          JoinedTransaction joined = driver.join(connection);
          Allocation taken =
              joined.allocate(AllocationRequest.specific(SUBNET, ADDRESS).withKey("k")).get(0);
          for (int i = 0; i < 2; i++) {
            assertThatThrownBy(
                    () -> impatient.allocate(AllocationRequest.specific(SUBNET, ADDRESS)))
                .isInstanceOf(UnavailableException.class);
            // Others are not held up, nor do they harm it.
            driver.allocate(AllocationRequest.any(SUBNET).withKey(node.url() + i));
          }
          connection.commit();
          assertThat(driver.find(SUBNET, ADDRESS)).contains(taken);
          assertThat(driver.release(ReleaseRequest.of(taken))).contains(taken);
        }
      }
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void nothingIsLeftOfARollbackAtOnce(TestDatabase database) throws Exception {
    try (ReferenceDriver driver = open(ReferenceUnderTest.settings(database))) {
      driver.allocate(AllocationRequest.any(SUBNET));
      Usage before = driver.usage(SUBNET);
      for (JdbcEndpoint node : database.endpoints()) {
        try (Connection connection = node.connect()) {
          connection.setAutoCommit(false);
          driver.join(connection).allocate(AllocationRequest.bulk(SUBNET, 5));
          assertThat(driver.usage(SUBNET)).isNotEqualTo(before);
          connection.rollback();
          assertThat(driver.usage(SUBNET)).isEqualTo(before);
        }
      }
    }
  }

  /**
   * Galera's nodes lag behind each other, and a caller's connection need not wait for that. A node
   * may still refuse a commit where the machine is so busy that it certifies by a moment before
   * what it has applied already; the caller repeats the whole.
   */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whatWasAcknowledgedIsSeenInside(TestDatabase database) throws Exception {
    int refused = 0;
    try (ReferenceDriver driver = open(ReferenceUnderTest.settings(database))) {
      for (JdbcEndpoint node : database.endpoints()) {
        try (Connection connection = node.connect()) {
          connection.setAutoCommit(false);
          for (int i = 0; i < 40; i++) {
            Allocation held = driver.allocate(AllocationRequest.any(SUBNET)).get(0);
            while (!released(driver, connection, held)) {
              refused++;
              assertThat(database.engine()).isEqualTo(Engine.GALERA);
            }
            assertThat(driver.find(SUBNET, held.address())).isEmpty();
          }
        }
      }
    }
    assertThat(refused).as("commits refused of 120").isLessThanOrEqualTo(6);
  }

  /**
   * A server undoes a transaction for another server's between two statements, and may run what
   * comes next in a new one. The test undoes it itself, just before what is asked for is written.
   */
  @ForEachDatabase(Engine.GALERA)
  void whatAServerHasUndoneIsNotGoneOnWith(TestDatabase database) throws Exception {
    try (ReferenceDriver driver = open(ReferenceUnderTest.settings(database));
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Allocation held = driver.allocate(AllocationRequest.any(SUBNET)).get(0);
      Usage before = driver.usage(SUBNET);

      Connection inserting = undoneBefore(connection, "INSERT INTO ipam_allocation");
      assertThatThrownBy(() -> driver.join(inserting).allocate(AllocationRequest.any(SUBNET)))
          .isInstanceOf(TransactionConflictException.class);
      connection.rollback();
      assertThat(driver.usage(SUBNET)).isEqualTo(before);

      Connection deleting = undoneBefore(connection, "DELETE FROM ipam_allocation");
      assertThatThrownBy(() -> driver.join(deleting).release(ReleaseRequest.of(held)))
          .isInstanceOf(TransactionConflictException.class);
      connection.rollback();
      assertThat(driver.find(SUBNET, held.address())).contains(held);
      assertThat(driver.usage(SUBNET)).isEqualTo(before);
    }
  }

  private static Connection undoneBefore(Connection connection, String statement) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")
                  && ((String) arguments[0]).startsWith(statement)) {
                connection.rollback();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean released(ReferenceDriver driver, Connection connection, Allocation held)
      throws SQLException {
    JoinedTransaction joined = driver.join(connection);
    assertThat(joined.release(ReleaseRequest.of(held))).contains(held);
    try {
      connection.commit();
      return true;
    } catch (SQLTransactionRollbackException e) {
      return false;
    }
  }
}
