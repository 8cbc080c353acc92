package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many processes that all want to write wait on PostgreSQL. */
class TurnsTest {
  private static final int PROCESSES = 5;

  @ForEachDatabase(Engine.POSTGRESQL)
  void oneWaitsForTheRowAndTheOthersForTheirTurn(TestDatabase database) throws Exception {
    List<ReferenceDriver> drivers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try (Connection holder = database.connect();
        Connection observer = database.administrator().connect()) {
      for (int i = 0; i < PROCESSES; i++) {
        drivers.add(Drivers.open(ReferenceUnderTest.settings(database)));
      }
      drivers.get(0).createSubnet(SubnetRequest.of("s", "10.0.0.0/16"));
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute("SELECT one FROM ipam_store FOR UPDATE");
      }
      List<Future<List<Allocation>>> answers = new ArrayList<>();
      for (ReferenceDriver each : drivers) {
        answers.add(threads.submit(() -> each.allocate(AllocationRequest.any("s"))));
      }
      while (waiting(observer, "TRUE") < PROCESSES && answers.stream().noneMatch(Future::isDone)) {
        Thread.onSpinWait();
      }

      assertThat(waiting(observer, "locktype = 'advisory'")).isEqualTo(PROCESSES - 1);
      holder.rollback();
      List<Allocation> got = new ArrayList<>();
      for (Future<List<Allocation>> each : answers) {
        got.addAll(each.get());
      }
      assertThat(got).extracting(Allocation::address).doesNotHaveDuplicates().hasSize(PROCESSES);
    } finally {
      threads.shutdown();
      drivers.forEach(ReferenceDriver::close);
    }
  }

  private static long waiting(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                    + " WHERE NOT granted AND a.datname = current_database() AND "
                    + condition)) {
      row.next();
      return row.getLong(1);
    }
  }
}
