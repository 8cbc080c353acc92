package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node of a Galera cluster. Started again after a stop or a kill it rejoins and catches up, which
 * needs a primary component to join ({@link GaleraCluster#bootstrap} makes one when all are down).
 *
 * @since 0.1
 */
public final class GaleraNode implements DatabaseServer {
  private static final Duration STATE_LIMIT = Duration.ofMinutes(4);
  private static final Pattern POSITION =
      Pattern.compile("Recovered position:? *([0-9a-f-]{36}):(-?\\d+)");
  private static final Pattern SEQNO = Pattern.compile("(?m)^seqno: *(-?\\d+)");

  private final GaleraCluster cluster;
  private final MariaDbNode node;

  GaleraNode(GaleraCluster cluster, MariaDbNode node) {
    this.cluster = cluster;
    this.node = node;
  }

  MariaDbNode node() {
    return node;
  }

  @Override
  public Engine engine() {
    return Engine.GALERA;
  }

  @Override
  public int port() {
    return node.port();
  }

  @Override
  public boolean isRunning() {
    return node.isRunning();
  }

  /** Starts the node, which joins the cluster, and waits until it has caught up. */
  @Override
  public void start() {
    start(List.of());
  }

  /** Starts the node as the first of a cluster that has no other one running. */
  void startNewCluster(boolean first) {
    if (!first) {
      markSafeToBootstrap();
    }
    start(List.of("--wsrep-new-cluster"));
  }

  private void start(List<String> extra) {
    List<String> all = new ArrayList<>(extra);
    if (crashed()) {
      all.add("--wsrep-start-position=" + recoverPosition());
    }
    node.start(all, this::isSynced);
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
  public Path log() {
    return node.log();
  }

  @Override
  public TestDatabase createDatabase() {
    return cluster.createDatabase();
  }

  @Override
  public void close() {
    if (isRunning()) {
      kill();
    }
  }

  /**
   * Waits until this node serves, as part of the primary component and caught up with it.
   *
   * @throws IllegalStateException when it does not in time
   */
  public void awaitSynced() {
    Await.until(
        "the node on port " + port() + " is synced", STATE_LIMIT, this::state, this::isSynced);
  }

  /**
   * Waits until this node refuses to serve because it has lost the majority.
   *
   * @throws IllegalStateException when it does not in time
   */
  public void awaitNoQuorum() {
    Await.until(
        "the node on port " + port() + " has no quorum",
        STATE_LIMIT,
        this::state,
        () ->
            status("wsrep_cluster_status").equals("non-Primary")
                && status("wsrep_ready").equals("OFF"));
  }

  /**
   * How many members this node counts in its component, itself among them.
   *
   * @return the number of members
   * @throws IllegalStateException when it does not answer
   */
  public int clusterSize() {
    try {
      return Integer.parseInt(status("wsrep_cluster_size"));
    } catch (SQLException e) {
      throw new IllegalStateException("The node on port " + port() + " does not answer.", e);
    }
  }

  /**
   * Waits until this node counts that many members in its component, itself among them.
   *
   * @param size the number of members
   * @throws IllegalStateException when it does not in time
   */
  public void awaitClusterSize(int size) {
    Await.until(
        "the node on port " + port() + " sees " + size + " members",
        STATE_LIMIT,
        this::state,
        () -> status("wsrep_cluster_size").equals(Integer.toString(size)));
  }

  /** Declares this node's component primary, as an operator does who has lost the majority. */
  public void declarePrimary() {
    node.execute("SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
    awaitSynced();
  }

  /** Waits until this node has applied all that was committed on the others before. */
  void awaitCaughtUp() {
    node.execute("SET SESSION wsrep_sync_wait = 1", "SELECT 1 FROM mysql.db LIMIT 1");
  }

  private boolean isSynced() throws SQLException {
    return status("wsrep_local_state_comment").equals("Synced")
        && status("wsrep_ready").equals("ON");
  }

  private String status(String variable) throws SQLException {
    return node.query("SHOW STATUS LIKE '" + variable + "'");
  }

  private String state() {
    try {
      return "It is "
          + status("wsrep_local_state_comment")
          + " in a component of "
          + status("wsrep_cluster_size")
          + " that is "
          + status("wsrep_cluster_status")
          + ".";
    } catch (SQLException e) {
      return "It does not answer: " + e.getMessage();
    }
  }

  private Path stateFile() {
    return node.data().resolve("grastate.dat");
  }

  /** After a crash the state file has no position, and the node would ask for a full copy. */
  private boolean crashed() {
    return seqnoInFile() < 0
        && Files.isDirectory(node.data().resolve("mysql"))
        && Files.exists(stateFile());
  }

  private long seqnoInFile() {
    try {
      Matcher matcher =
          SEQNO.matcher(Files.exists(stateFile()) ? Files.readString(stateFile()) : "");
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far this node, which does not run, had got. */
  long position() {
    return crashed() ? Long.parseLong(recoverPosition().replaceFirst(".*:", "")) : seqnoInFile();
  }

  private String recoverPosition() {
    String printed = node.run(List.of("--wsrep-recover"));
    Matcher matcher = POSITION.matcher(printed);
    if (!matcher.find()) {
      throw new IllegalStateException(
          "The node on port " + port() + " does not tell its position: " + printed);
    }
    return matcher.group(1) + ":" + matcher.group(2);
  }

  private void markSafeToBootstrap() {
    try {
      Files.writeString(
          stateFile(),
          Files.readString(stateFile())
              .replaceFirst("(?m)^safe_to_bootstrap:.*$", "safe_to_bootstrap: 1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
