package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.Setting;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The tables are made once, by whoever comes first, and where the first one died by the next. */
class MakingTablesTest {
  private static final int PROCESSES = 6;

  private static String open(Map<String, String> store) {
    Map<String, String> settings = new HashMap<>();
    for (Setting setting : new ReferenceDriverProvider().settings()) {
      if (setting.defaultValue() != null) {
        settings.put(setting.key(), setting.defaultValue());
      }
    }
    settings.putAll(store);
    var context = new DriverContext(settings, true, Clock.systemUTC(), new Random(1));
    try (IpamDriver driver = new ReferenceDriverProvider().open(context)) {
      return driver.store().id();
    }
  }

  private static Map<String, String> node(TestDatabase database, int node) {
    return ReferenceUnderTest.settings(database.endpoint(node));
  }

  private static void run(TestDatabase database, String... statements) throws SQLException {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static void assertServes(TestDatabase database) {
    try (ReferenceDriver driver = Drivers.open(node(database, 0))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      assertThat(driver.allocate(AllocationRequest.any("s"))).hasSize(1);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void manyProcessesMakeOneStore(TestDatabase one, TestDatabase two, TestDatabase three)
      throws Exception {
    for (TestDatabase database : List.of(one, two, three)) {
      ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
      try {
        CountDownLatch together = new CountDownLatch(PROCESSES);
        List<Future<String>> opened = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
          int node = i;
          opened.add(
              threads.submit(
                  () -> {
                    together.countDown();
                    together.await();
                    return open(node(database, node));
                  }));
        }
        String id = opened.get(0).get();
        for (Future<String> each : opened) {
          assertThat(each.get()).isEqualTo(id);
        }
      } finally {
        threads.shutdownNow();
      }
      assertServes(database);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void whatIsHalfMadeIsMade(TestDatabase history, TestDatabase baseline, TestDatabase failed)
      throws Exception {
    for (TestDatabase each : List.of(history, baseline, failed)) {
      open(node(each, 0));
      run(each, "DROP TABLE ipam_change");
      if (each.engine() == Engine.POSTGRESQL) {
        // There, what was cut off left no table behind but the history.
        dropTables(each);
      }
    }
    run(history, "DELETE FROM ipam_schema_history");
    run(baseline, "UPDATE ipam_schema_history SET version = '0', type = 'BASELINE'");
    run(failed, "UPDATE ipam_schema_history SET success = (1 = 0)");
    for (TestDatabase each : List.of(history, baseline, failed)) {
      assertServes(each);
    }
  }

  private static void dropTables(TestDatabase database) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.witness();
        var tables =
            connection
                .getMetaData()
                .getTables(connection.getCatalog(), null, "ipam\\_%", new String[] {"TABLE"})) {
      while (tables.next()) {
        String name = tables.getString("TABLE_NAME");
        if (!name.equals("ipam_schema_history") && !name.equals("ipam_claim")) {
          names.add(name);
        }
      }
    }
    for (String name : names) {
      run(database, "DROP TABLE " + name + " CASCADE");
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void aClaimOfTheDeadEndsAndThatOfTheLivingIsWaitedFor(TestDatabase database)
      throws SQLException, InterruptedException, ExecutionException {
    String claim = "INSERT INTO ipam_claim (one, holder, until_millis) VALUES (1, 'another', %d)";
    run(
        database,
        "CREATE TABLE ipam_claim (one SMALLINT NOT NULL PRIMARY KEY,"
            + " holder CHAR(36) NOT NULL, until_millis BIGINT NOT NULL)",
        claim.formatted(Long.MAX_VALUE));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      Future<String> waiting = thread.submit(() -> open(node(database, 0)));
      for (int i = 0; i < 50; i++) {
        statement.execute("SELECT 1 FROM ipam_claim");
        assertThat(waiting.isDone()).isFalse();
        assertThat(
                connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), null, "ipam_store", null)
                    .next())
            .isFalse();
      }
      statement.execute("UPDATE ipam_claim SET until_millis = 1");
      waiting.get();
    } finally {
      thread.shutdownNow();
    }
    assertServes(database);
  }
}
