package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.Drivers;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * A process that stands still while it has the row of the store locked: others wait no longer than
 * the server is told to wait for it, and it is told afterwards that its transaction was undone.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class StalledWriterTest {
  private static final int ROUNDS = 3;
  private static final int MOST_TRIES = 100;
  private static final long PAUSE_NANOS = 20_000_000;

  /** How many sessions are at work, or were a moment ago. */
  private static final String POSTGRESQL =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
          + " AND backend_type = 'client backend' AND (state = 'active'"
          + " OR clock_timestamp() - state_change < interval '300 ms')";

  private static final String MARIADB =
      "SELECT count(*) FROM information_schema.PROCESSLIST"
          + " WHERE DB = DATABASE() AND ID <> CONNECTION_ID()"
          + " AND (COMMAND <> 'Sleep' OR TIME_MS < 300)";

  private static final String STORE =
      "SELECT count(*) FROM (SELECT one FROM ipam_store FOR UPDATE SKIP LOCKED) AS unlocked";

  /** Rules IPAM-6.20 and 6.28. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void othersAreServedAndNothingIsLost(TestDatabase database, Engine engine) throws Exception {
    Map<String, String> patient = ReferenceUnderTest.settings(database.endpoint());
    patient.put("ipam.reference.deadline-ms", "20000");
    Map<String, String> victims = new HashMap<>(patient);
    victims.put("ipam.reference.deadline-ms", "2000");
    try (IpamDriver driver = Drivers.openOrMake(patient);
        ClientProcess client = ClientProcess.start("stalled", 4, Long.MAX_VALUE, victims);
        Connection administrator = database.administrator().connect();
        Statement statement = administrator.createStatement()) {
      Load.prepare(driver);
      client.awaitOpen();
      client.work();
      Map<IpAddress, Long> expected = new HashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        client.read(20);
        stallWithinTransaction(client, statement, engine);
        Allocation other = driver.allocate(AllocationRequest.any(Load.SUBNET)).get(0);
        expected.put(other.address(), other.token());
        client.resume();
      }
      client.read(20);
      client.finish();
      String end = client.readToEnd();
      assertThat(end).isNotEmpty();
      client.held().forEach((at, token) -> assertThat(expected.put(at, token)).isNull());
      assertThat(tokens(driver)).isEqualTo(expected);
      System.out.println(engine.label() + ", stalled " + ROUNDS + " times: " + end);
    }
  }

  /** Freezes it again and again, until it has the row of the store locked while it is frozen. */
  private static void stallWithinTransaction(
      ClientProcess client, Statement statement, Engine engine) throws SQLException, IOException {
    String atWork = engine == Engine.POSTGRESQL ? POSTGRESQL : MARIADB;
    for (int i = 0; i < MOST_TRIES; i++) {
      client.pause();
      while (number(statement, atWork) > 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      if (number(statement, STORE) == 0) {
        return;
      }
      client.resume();
      client.read(1);
    }
    throw new AssertionError("the client is never within a transaction");
  }

  private static long number(Statement statement, String text) throws SQLException {
    try (ResultSet row = statement.executeQuery(text)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Map<IpAddress, Long> tokens(IpamDriver driver) {
    Map<IpAddress, Long> tokens = new HashMap<>();
    try (Stream<Allocation> all = driver.allocations(Load.SUBNET)) {
      all.filter(each -> each.kind() != RequestKind.GATEWAY)
          .forEach(each -> tokens.put(each.address(), each.token()));
    }
    return tokens;
  }
}
