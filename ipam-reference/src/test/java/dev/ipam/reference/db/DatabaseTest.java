package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a server lets a connection of the driver's be silent within a transaction. */
class DatabaseTest {
  private static final String POSTGRESQL =
      "SELECT setting::bigint / 1000 FROM pg_settings"
          + " WHERE name = 'idle_in_transaction_session_timeout'";

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void onlyWritersMayNotStall(TestDatabase made) throws SQLException {
    try (Database database = database(made.endpoint(), Duration.ofSeconds(30));
        Connection writer = database.openWriter();
        Connection single = database.openSingle();
        Connection reader = database.openReader()) {
      if (made.engine() == Engine.POSTGRESQL) {
        assertThat(number(writer, POSTGRESQL)).isEqualTo(15);
        assertThat(number(single, POSTGRESQL)).isZero();
        assertThat(number(reader, POSTGRESQL)).isZero();
      } else {
        for (String kind : new String[] {"", "readonly_", "write_"}) {
          String text = "SELECT @@SESSION.idle_" + kind + "transaction_timeout";
          assertThat(number(writer, text)).isEqualTo(15);
          assertThat(number(single, text)).isZero();
          assertThat(number(reader, text)).isZero();
        }
      }
    }
  }

  /** In the server's own zone an hour may come twice. */
  @ForEachDatabase({Engine.MARIADB, Engine.GALERA})
  void theClockIsToldInNoZoneOfTheServers(TestDatabase made) throws SQLException {
    try (Database database = database(made.endpoint(), Duration.ofSeconds(30));
        Connection writer = database.openWriter();
        Connection single = database.openSingle();
        Connection reader = database.openReader()) {
      for (Connection each : List.of(writer, single, reader)) {
        assertThat(number(each, "SELECT @@SESSION.time_zone = '+00:00'")).isEqualTo(1);
      }
    }
  }

  /** Nothing is connected for it. */
  @Test
  void theLeastIsASecond() {
    JdbcEndpoint nowhere = new JdbcEndpoint("jdbc:postgresql://127.0.0.1/none", "", "");
    try (Database database = database(nowhere, Duration.ofMillis(100))) {
      assertThat(database.longestStall()).isEqualTo(Duration.ofSeconds(1));
    }
  }

  private static Database database(JdbcEndpoint endpoint, Duration deadline) {
    return new Database(
        DatabaseAddress.of("url", endpoint.url()),
        endpoint.user(),
        endpoint.password(),
        2,
        deadline);
  }

  private static long number(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(text)) {
      row.next();
      return row.getLong(1);
    }
  }
}
