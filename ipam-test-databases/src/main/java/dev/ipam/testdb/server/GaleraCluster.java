package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Three MariaDB servers on loopback that replicate each other by Galera. Every node serves reads
 * and writes.
 *
 * <p>Not for several threads at once, but for {@link #createDatabase()}.
 *
 * @since 0.1
 */
public final class GaleraCluster implements AutoCloseable {
  /** The number of nodes: the fewest of which one may fail. */
  public static final int NODES = 3;

  private final List<GaleraNode> nodes = new ArrayList<>();
  private final MariaDbDatabases databases = new MariaDbDatabases();

  private GaleraCluster() {}

  /**
   * What this machine lacks for a cluster.
   *
   * @return the first thing that is missing, or nothing
   */
  public static Optional<String> missing() {
    return MariaDbInstallation.missingForGalera();
  }

  /**
   * Makes and starts a cluster of its own.
   *
   * @return the cluster, all of whose nodes are synced
   * @throws IllegalStateException when it does not come up, with the end of a node's log
   */
  public static GaleraCluster launch() {
    RunDirectory run = RunDirectory.get();
    Path home = run.user().makeDirectory(run.next("galera"));
    return launch(home, home);
  }

  /**
   * Makes and starts a cluster of its own, the data of whose last node are on a small disk.
   *
   * @param disk the disk, of 256 MiB at least
   * @return the cluster, all of whose nodes are synced
   * @throws IllegalStateException when it does not come up, with the end of a node's log
   */
  public static GaleraCluster launch(SmallDisk disk) {
    RunDirectory run = RunDirectory.get();
    return launch(
        run.user().makeDirectory(run.next("galera")),
        run.user().makeDirectory(disk.path().resolve("galera")));
  }

  private static GaleraCluster launch(Path home, Path homeOfLast) {
    RunDirectory run = RunDirectory.get();
    GaleraCluster cluster = new GaleraCluster();
    List<Integer> ports = new ArrayList<>();
    for (int number = 0; number < NODES; number++) {
      ports.add(Ports.next());
    }
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    for (int number = 0; number < NODES; number++) {
      Path of = number == NODES - 1 ? homeOfLast : home;
      Path nodeHome = run.user().makeDirectory(of.resolve("node" + number));
      List<String> settings = settings(number, ports.get(number), members);
      cluster.nodes.add(
          new GaleraNode(
              cluster, new MariaDbNode("Galera node " + number, nodeHome, Ports.next(), settings)));
    }
    // The others get the first one's data when they join.
    MariaDbInstallation.copyTo(cluster.nodes.get(0).node().data());
    for (GaleraNode joining : cluster.nodes.subList(1, NODES)) {
      run.user().makeDirectory(joining.node().data());
    }
    cluster.nodes.get(0).startNewCluster(true);
    cluster.nodes.subList(1, NODES).forEach(GaleraNode::start);
    return cluster;
  }

  private static List<String> settings(int number, int port, String members) {
    return List.of(
        "--server-id=" + (number + 1),
        "--binlog-format=ROW",
        "--default-storage-engine=InnoDB",
        "--innodb-autoinc-lock-mode=2",
        "--wsrep-on=ON",
        "--wsrep-provider=" + MariaDbInstallation.galera().orElseThrow(),
        "--wsrep-cluster-name=ipam",
        "--wsrep-cluster-address=gcomm://" + members,
        "--wsrep-node-name=node" + number,
        "--wsrep-node-address=127.0.0.1:" + port,
        "--wsrep-sst-method=rsync",
        "--wsrep-sst-receive-address=127.0.0.1:" + Ports.next(),
        "--wsrep-slave-threads=4",
        // A node that is gone is noticed within seconds, a machine with two busy cores is not
        // taken for one.
        "--wsrep-provider-options="
            + "base_port="
            + port
            + ";gmcast.listen_addr=tcp://127.0.0.1:"
            + port
            + ";ist.recv_addr=127.0.0.1:"
            + Ports.next()
            + ";gcache.size=64M;evs.suspect_timeout=PT3S;evs.inactive_timeout=PT8S"
            + ";evs.inactive_check_period=PT0.5S;evs.keepalive_period=PT0.5S");
  }

  /**
   * The nodes, running or not.
   *
   * @return three nodes
   */
  public List<GaleraNode> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * A node.
   *
   * @param number its number, 0 to 2
   * @return the node
   */
  public GaleraNode node(int number) {
    return nodes.get(number);
  }

  /**
   * Makes a new, empty database with an owner, and waits until every running node has it. Safe to
   * call from several threads.
   *
   * @return the database, with an endpoint for each node
   * @throws IllegalStateException when no node runs, or one refuses
   */
  public TestDatabase createDatabase() {
    List<GaleraNode> running = nodes.stream().filter(GaleraNode::isRunning).toList();
    if (running.isEmpty()) {
      throw new IllegalStateException("No node of the cluster runs.");
    }
    TestDatabase database =
        databases.create(
            Engine.GALERA, running.get(0).node(), nodes.stream().map(GaleraNode::node).toList());
    running.forEach(GaleraNode::awaitCaughtUp);
    return database;
  }

  /**
   * Starts the cluster again after all nodes are down: first the one that had got furthest, then
   * the others, which catch up with it.
   *
   * @throws IllegalStateException when a node runs, or does not come up
   */
  public void bootstrap() {
    if (nodes.stream().anyMatch(GaleraNode::isRunning)) {
      throw new IllegalStateException("A node runs: only a cluster that is down is bootstrapped.");
    }
    GaleraNode first =
        nodes.stream().max(Comparator.comparingLong(GaleraNode::position)).orElseThrow();
    first.startNewCluster(false);
    nodes.stream().filter(node -> node != first).forEach(GaleraNode::start);
  }

  /** Ends all nodes by {@code kill -9}. Their data are deleted at the end of the JVM. */
  @Override
  public void close() {
    nodes.forEach(GaleraNode::close);
  }
}
