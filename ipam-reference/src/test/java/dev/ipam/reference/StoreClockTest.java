package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.fault.FaultProxy;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Rules IPAM-3.72 and 3.74 between processes: no time is told or recorded that is before one that
 * another process told earlier.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoreClockTest {
  private static final String SUBNET = "s";
  private static final String LOCK = "SELECT version FROM ipam_store WHERE one = 1 FOR UPDATE";
  private static final int ALONE = 20;

  /** Whoever waited for the row goes by the time at which it got it. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void theClockIsReadWhenTheRowIsHeld(TestDatabase database, Engine engine) throws Exception {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database));
        Connection other = database.endpoint().connect();
        Connection administrator = database.administrator().connect()) {
      other.setAutoCommit(false);
      number(other, LOCK);
      CompletableFuture<Instant> told = CompletableFuture.supplyAsync(driver::now);
      String waiting =
          engine == Engine.POSTGRESQL
              ? "SELECT count(*) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND wait_event_type = 'Lock'"
              : "SELECT variable_value FROM information_schema.global_status"
                  + " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'";
      while (number(administrator, waiting) == 0) {
        assertThat(told).isNotDone();
      }
      long then =
          number(
              administrator,
              engine == Engine.POSTGRESQL
                  ? "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)"
                  : "SELECT CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)");
      other.rollback();
      assertThat(told.get().toEpochMilli()).isGreaterThanOrEqualTo(then);
    }
  }

  /** A machine that was suspended looks the same: it does not know how much time has passed. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void aClockThatIsSetOnIsSeenByWhoWritesAlone(TestDatabase database) throws Exception {
    try (Connection connection = database.endpoint().connect()) {
      run(connection, "CREATE SCHEMA clock");
      run(connection, "CREATE TABLE clock.shift AS SELECT interval '0' AS by");
      run(
          connection,
          "CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
              + " 'SELECT pg_catalog.clock_timestamp() + by FROM clock.shift'");
      JdbcEndpoint shifted = shifted(database.endpoint());
      try (ReferenceDriver alone = Drivers.open(ReferenceUnderTest.settings(shifted));
          ReferenceDriver other = Drivers.open(ReferenceUnderTest.settings(shifted))) {
        alone.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/16"));
        long before;
        do {
          writeAlone(alone);
          run(connection, "UPDATE clock.shift SET by = by + interval '1 hour'");
          before = alone.engine().retries();
          assertNotBefore(other, alone);
          // Where the machine is slow, it may have held the row.
        } while (alone.engine().retries() == before);
      }
    }
  }

  @ForEachDatabase(Engine.POSTGRESQL)
  void whatIsRecordedIsNotBeforeWhatWasTold(TestDatabase database) {
    try (FaultProxy far = FaultProxy.before(database);
        ReferenceDriver alone = Drivers.open(ReferenceUnderTest.settings(far.endpoint()));
        ReferenceDriver near = Drivers.open(ReferenceUnderTest.settings(database))) {
      alone.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/16"));
      far.delay(Duration.ofMillis(10));
      writeAlone(alone);
      for (int i = 0; i < ALONE; i++) {
        assertNotBefore(near, alone);
      }
    }
  }

  private static void writeAlone(ReferenceDriver driver) {
    for (int i = 0; i < ALONE; i++) {
      driver.allocate(AllocationRequest.any(SUBNET));
    }
  }

  private static void assertNotBefore(ReferenceDriver tells, ReferenceDriver records) {
    Instant told = tells.now();
    assertThat(records.allocate(AllocationRequest.any(SUBNET)).get(0).allocatedAt())
        .isAfterOrEqualTo(told);
  }

  /** Functions are looked for in the schema of the clock before those of the server. */
  private static JdbcEndpoint shifted(JdbcEndpoint endpoint) {
    String url = endpoint.url();
    return new JdbcEndpoint(
        url + (url.contains("?") ? "&" : "?") + "currentSchema=public,clock,pg_catalog",
        endpoint.user(),
        endpoint.password());
  }

  private static void run(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static long number(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(text)) {
      row.next();
      return row.getLong(1);
    }
  }
}
