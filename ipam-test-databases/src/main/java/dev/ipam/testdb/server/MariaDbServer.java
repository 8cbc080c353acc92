package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A MariaDB server, of the machine's own installation. It syncs the log at every commit and sorts
 * text as Debian's does, without regard to case.
 *
 * @since 0.1
 */
public final class MariaDbServer implements DatabaseServer {
  private final MariaDbNode node;
  private final MariaDbDatabases databases = new MariaDbDatabases();

  private MariaDbServer(MariaDbNode node) {
    this.node = node;
  }

  /**
   * What this machine lacks for a server.
   *
   * @return the first thing that is missing, or nothing
   */
  public static Optional<String> missing() {
    return MariaDbInstallation.missing();
  }

  /**
   * Makes and starts a server of its own.
   *
   * @return the server, which answers
   * @throws IllegalStateException when it does not come up, with the end of its log
   */
  public static MariaDbServer launch() {
    RunDirectory run = RunDirectory.get();
    return launchIn(run.user().makeDirectory(run.next("mariadb")));
  }

  /**
   * Makes and starts a server of its own whose data are on a small disk.
   *
   * @param disk the disk
   * @return the server, which answers
   * @throws IllegalStateException when it does not come up, with the end of its log
   */
  public static MariaDbServer launch(SmallDisk disk) {
    return launchIn(RunDirectory.get().user().makeDirectory(disk.path().resolve("mariadb")));
  }

  private static MariaDbServer launchIn(Path home) {
    MariaDbNode node = new MariaDbNode("MariaDB", home, Ports.next(), List.of());
    MariaDbInstallation.copyTo(node.data());
    MariaDbServer server = new MariaDbServer(node);
    server.start();
    return server;
  }

  @Override
  public Engine engine() {
    return Engine.MARIADB;
  }

  @Override
  public int port() {
    return node.port();
  }

  @Override
  public boolean isRunning() {
    return node.isRunning();
  }

  @Override
  public void start() {
    node.start(List.of(), () -> node.query("SELECT 1").equals("1"));
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public void kill() {
    node.kill();
  }

  @Override
  public void pause() {
    node.pause();
  }

  @Override
  public void resume() {
    node.resume();
  }

  @Override
  public TestDatabase createDatabase() {
    return databases.create(engine(), node, List.of(node));
  }

  @Override
  public Path log() {
    return node.log();
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }
}
