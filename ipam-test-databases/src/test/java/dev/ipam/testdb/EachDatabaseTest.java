package dev.ipam.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class EachDatabaseTest {

  @ForEachDatabase
  void ownerMakesTablesInAFreshDatabase(TestDatabase first, TestDatabase second)
      throws SQLException {
    for (TestDatabase database : new TestDatabase[] {first, second}) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE numbers (number INT PRIMARY KEY)");
        statement.execute("INSERT INTO numbers VALUES (1)");
        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM numbers")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(1);
        }
      }
    }
  }
}
