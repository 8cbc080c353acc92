package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.DatabaseAddress;
import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * A server of a cluster may undo a transaction for another node's, and run what comes after in a
 * new one, which holds no lock: what is written then goes without the row of the store.
 *
 * @ipam.rule 6.03 7.08
 */
class StaleRowTest {
  private static final String OTHER = "UPDATE ipam_subnet SET project = 'x' WHERE id = 's'";

  @ForEachDatabase({Engine.MARIADB, Engine.GALERA})
  void nothingIsCommittedBehindARowThatIsAnother(TestDatabase made) throws SQLException {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(made))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
    }
    try (Database database =
            new Database(
                DatabaseAddress.of("url", made.endpoint().url()),
                made.endpoint().user(),
                made.endpoint().password(),
                2,
                Duration.ofSeconds(30));
        Connection connection = database.openWriter()) {
      Sql sql = Sql.ofWriter(connection, Dialect.MARIADB);
      sql.begin();
      StoreRow row = StoreRow.lock(sql, Dialect.MARIADB, List.of());
      sql.rollback();
      bumpVersion(made);

      sql.begin();
      sql.run(OTHER);
      StoreRow next = row.at(row.databaseMillis());
      assertThatThrownBy(() -> row.replaceAndCommit(sql, Dialect.MARIADB, next))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(Failure.of(e)).isEqualTo(Failure.CONFLICT));
      sql.rollback();
      assertThat(project(made)).isEqualTo("default");

      sql.begin();
      StoreRow now = StoreRow.lock(sql, Dialect.MARIADB, List.of());
      sql.run(OTHER);
      assertThat(now.replaceAndCommit(sql, Dialect.MARIADB, now)).isTrue();
      assertThat(project(made)).isEqualTo("x");
    }
  }

  private static void bumpVersion(TestDatabase made) throws SQLException {
    try (Connection connection = made.witness();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE ipam_store SET version = version + 1")).isOne();
    }
  }

  private static String project(TestDatabase made) throws SQLException {
    try (Connection connection = made.witness();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT project FROM ipam_subnet")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
