package dev.ipam.testdb.server;

import dev.ipam.testdb.JdbcEndpoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A MariaDB server process with its data: by itself, or as a node of a cluster. */
final class MariaDbNode {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final String name;
  private final Path home;
  private final int port;
  private final List<String> settings;
  private @Nullable ServerProcess process;

  MariaDbNode(String name, Path home, int port, List<String> settings) {
    this.name = name + " on port " + port;
    this.home = home;
    this.port = port;
    this.settings = List.copyOf(settings);
    RunDirectory.get().user().makeDirectory(home.resolve("tmp"));
  }

  int port() {
    return port;
  }

  Path data() {
    return home.resolve("data");
  }

  Path log() {
    return home.resolve("log");
  }

  JdbcEndpoint endpoint(String database, String user, String password) {
    return new JdbcEndpoint("jdbc:mariadb://127.0.0.1:" + port + "/" + database, user, password);
  }

  Connection administrator() throws SQLException {
    return endpoint("", MariaDbInstallation.ADMINISTRATOR, MariaDbInstallation.PASSWORD).connect();
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  void start(List<String> extra, Await.Condition ready) {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already.");
    }
    process = ServerProcess.start(name, command(extra), log());
    process.awaitReady(START_LIMIT, ready);
  }

  /** What the server prints when it is run to its end with these settings besides its own. */
  String run(List<String> extra) {
    return Command.run(RunDirectory.get().user().wrap(command(extra)));
  }

  private List<String> command(List<String> extra) {
    List<String> command =
        new ArrayList<>(
            List.of(
                MariaDbInstallation.daemon(),
                "--no-defaults",
                "--datadir=" + data(),
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--tmpdir=" + home.resolve("tmp"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--max-connections=200",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_general_ci",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=48M",
                "--innodb-flush-log-at-trx-commit=1"));
    command.addAll(settings);
    command.addAll(extra);
    return command;
  }

  void stop() {
    running().stop("TERM");
    process = null;
  }

  void kill() {
    running().kill();
    process = null;
  }

  void pause() {
    running().signal("STOP");
  }

  void resume() {
    running().signal("CONT");
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " does not run.");
    }
    return process;
  }

  /** A row's second column, or its only one; empty without a row. */
  String query(String sql) throws SQLException {
    try (Connection connection = administrator();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(rows.getMetaData().getColumnCount()) : "";
    }
  }

  void execute(String... statements) {
    try (Connection connection = administrator();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(name + " refused the administrator's statement.", e);
    }
  }
}
