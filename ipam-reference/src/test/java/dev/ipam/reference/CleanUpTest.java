package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * What is done when an operation has ended, and fails, says nothing about that operation.
 *
 * @ipam.rule 6.20
 */
class CleanUpTest {
  private static void execute(TestDatabase database, String... texts) throws Exception {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }

  private static ReferenceDriver open(TestDatabase database) {
    return Drivers.open(ReferenceUnderTest.settings(database), Duration.ofSeconds(2));
  }

  @ForEachDatabase(Engine.SQLITE)
  void aSubnetIsRemovedThoughRowsAreLeftThatCannotBeDeleted(TestDatabase database)
      throws Exception {
    try (ReferenceDriver driver = open(database)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("b", "10.0.1.0/24"));
      execute(
          database,
          "INSERT INTO ipam_removed (subnet_number) VALUES (99)",
          "CREATE TRIGGER kept BEFORE DELETE ON ipam_removed BEGIN SELECT RAISE(ABORT, 'x'); END");

      assertThat(driver.removeSubnet("a", true)).isZero();
      assertThat(driver.subnets()).extracting(each -> each.id()).containsExactly("b");

      execute(database, "DROP TRIGGER kept");
      driver.removeSubnet("b", true);
      try (Connection connection = database.witness();
          Statement statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM ipam_removed")) {
        assertThat(rows.getInt(1)).isZero();
      }
    }
  }

  @ForEachDatabase(Engine.SQLITE)
  void aDumpThatIsRefusedIsRefusedThoughNothingCanBeCleared(TestDatabase database)
      throws Exception {
    try (ReferenceDriver driver = open(database);
        var session = driver.beginImport()) {
      List<SnapshotRecord> mark = List.of(new SnapshotRecord.TokenMark(5));
      session.add(mark);
      execute(database, "DROP TABLE ipam_staged_key");

      assertThatThrownBy(() -> session.add(mark))
          .isInstanceOf(InvalidDumpException.class)
          .satisfies(refused -> assertThat(refused.getSuppressed()).isNotEmpty());
    }
  }
}
