package dev.ipam.testdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.Numbers;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

class RestartTest {

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void committedRowsSurviveKillAndRestart(Engine engine) throws SQLException {
    try (DatabaseServer server = launch(engine)) {
      TestDatabase database = server.createDatabase();
      Numbers.makeTable(database);
      Numbers.insert(database.endpoint(), 1, 50);
      try (Connection open = database.connect()) {
        open.setAutoCommit(false);
        Numbers.insert(open, 99);

        server.kill();
        assertThat(server.isRunning()).isFalse();
        assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);

      server.start();
      assertThat(Numbers.read(database.endpoint()))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());

      server.restart();
      assertThat(Numbers.read(database.endpoint())).hasSize(50);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void commitsAreSyncedToDisk(TestDatabase database) throws SQLException {
    List<String> settings =
        database.engine() == Engine.POSTGRESQL
            ? List.of("SHOW fsync", "SHOW synchronous_commit", "SHOW full_page_writes")
            : List.of(
                "SELECT IF(@@innodb_flush_log_at_trx_commit = 1, 'on', 'off')",
                "SELECT IF(@@innodb_doublewrite, 'on', 'off')");
    try (Connection connection = database.connect()) {
      for (String setting : settings) {
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery(setting)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).as(setting).isEqualTo("on");
        }
      }
    }
  }

  private static DatabaseServer launch(Engine engine) {
    return engine == Engine.POSTGRESQL ? PostgresServer.launch() : MariaDbServer.launch();
  }
}
