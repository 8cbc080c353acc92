package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.Change.Upsert;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** How what a large transaction changed is stored, to be told later. */
class ChangeRowsTest {
  @ForEachDatabase(Engine.POSTGRESQL)
  void areTooShortForPostgresqlToCompress(TestDatabase database) throws SQLException {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "2001:db8::/64"));
      String before = driver.position();

      List<Allocation> held = driver.allocate(AllocationRequest.bulk("s", 500));

      assertThat(count(database, "chunk > 0")).isPositive();
      assertThat(count(database, "pg_column_compression(entries) IS NOT NULL")).isZero();
      try (Stream<Change> changes = driver.changes(before)) {
        assertThat(changes.flatMap(ChangeRowsTest::allocation)).containsExactlyElementsOf(held);
      }
    }
  }

  private static Stream<Allocation> allocation(Change change) {
    return change.step() instanceof Upsert upsert
            && upsert.record() instanceof AllocationRecord held
        ? Stream.of(held.allocation())
        : Stream.empty();
  }

  private static long count(TestDatabase database, String condition) throws SQLException {
    try (Connection connection = database.witness();
        var statement =
            connection.prepareStatement("SELECT count(*) FROM ipam_change WHERE " + condition);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
