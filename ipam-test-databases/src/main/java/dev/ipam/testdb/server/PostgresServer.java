package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server from a jar. It syncs ({@code fsync} and {@code synchronous_commit} are on)
 * and sorts text as an English installation does, so that SQL which counts on the order of bytes is
 * found out.
 *
 * @since 0.1
 */
public final class PostgresServer implements DatabaseServer {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final String OWNER = "ipam";

  private final Path home;
  private final int port = Ports.next();
  private final JdbcEndpoint administrator;
  private final String ownerPassword = Passwords.next();
  private final AtomicInteger databases = new AtomicInteger();
  private @Nullable ServerProcess process;

  private PostgresServer(Path home, String password) {
    this.home = home;
    this.administrator =
        new JdbcEndpoint("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
  }

  /**
   * Makes and starts a server of its own.
   *
   * @return the server, which answers
   * @throws IllegalStateException when it does not come up, with the end of its log
   */
  public static PostgresServer launch() {
    ServerUser user = RunDirectory.get().user();
    return launchIn(user.makeDirectory(RunDirectory.get().next("postgresql")));
  }

  /**
   * Makes and starts a server of its own whose data are on a small disk.
   *
   * @param disk the disk
   * @return the server, which answers
   * @throws IllegalStateException when it does not come up, with the end of its log
   */
  public static PostgresServer launch(SmallDisk disk) {
    return launchIn(RunDirectory.get().user().makeDirectory(disk.path().resolve("postgresql")));
  }

  private static PostgresServer launchIn(Path home) {
    ServerUser user = RunDirectory.get().user();
    String password = Passwords.next();
    Path passwordFile = user.writeFile(home.resolve("password"), password);
    PostgresServer server = new PostgresServer(home, password);
    Command.run(
        user.wrap(
            List.of(
                PostgresBinaries.program("initdb"),
                "--pgdata=" + server.data(),
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=en-US",
                "--no-instructions",
                "--no-sync")));
    server.start();
    server.makeOwner();
    return server;
  }

  @Override
  public Engine engine() {
    return Engine.POSTGRESQL;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Path log() {
    return home.resolve("log");
  }

  private Path data() {
    return home.resolve("data");
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException("The PostgreSQL server on port " + port + " runs already.");
    }
    process = ServerProcess.start("PostgreSQL on port " + port, command(), log());
    process.awaitReady(
        START_LIMIT,
        () -> {
          try (Connection connection = administrator.connect()) {
            return connection.isValid(5);
          }
        });
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(List.of(PostgresBinaries.program("postgres"), "-D", data().toString()));
    for (String setting :
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            // Each test connects several times, and nobody listens here who would guess passwords.
            "scram_iterations=1")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  @Override
  public void stop() {
    // SIGINT is PostgreSQL's fast shutdown; on SIGTERM it waits until its clients have gone.
    running().stop("INT");
    process = null;
  }

  @Override
  public void kill() {
    running().kill();
    process = null;
  }

  @Override
  public void pause() {
    running().signal("STOP");
  }

  @Override
  public void resume() {
    running().signal("CONT");
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException("The PostgreSQL server on port " + port + " does not run.");
    }
    return process;
  }

  private void makeOwner() {
    execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + ownerPassword + "'");
  }

  @Override
  public TestDatabase createDatabase() {
    String name = "ipam_" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name + " OWNER " + OWNER);
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    return new TestDatabase(
        engine(),
        name,
        List.of(new JdbcEndpoint(url, OWNER, ownerPassword)),
        new JdbcEndpoint(url, administrator.user(), administrator.password()));
  }

  private void execute(String sql) {
    try (Connection connection = administrator.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The PostgreSQL server on port " + port + " refused to make a database or its owner.", e);
    }
  }
}
