package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import dev.ipam.testdb.server.GaleraCluster;
import dev.ipam.testdb.server.GaleraNode;
import dev.ipam.testdb.server.MariaDbServer;
import dev.ipam.testdb.server.PostgresServer;
import dev.ipam.testdb.server.SmallDisk;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disks that become full under load: rules IPAM-6.08, 6.25 and 6.26. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FullDiskTest {
  private static final int MEBIBYTES = 256;
  private static final int EACH = 4_000;
  private static final int MOST = 200;
  private static final int MORE = 5;
  private static final int MOST_MORE = 30;

  @Test
  void sqliteServesAgainWhenThereIsRoom() {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES)) {
      String url = "jdbc:sqlite:" + disk.path().resolve("ipam.db");
      try (IpamDriver driver = Stores.open(new JdbcEndpoint(url, "", ""))) {
        fillAndFree("sqlite", driver, disk, () -> {});
      }
    }
  }

  @ForEachDatabase(Engine.MARIADB)
  void mariadbServesAgainWhenThereIsRoom(Engine engine) {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES);
        MariaDbServer server = MariaDbServer.launch(disk);
        IpamDriver driver = Stores.open(server.createDatabase())) {
      fillAndFree(
          engine.label(),
          driver,
          disk,
          () -> {
            if (!server.isRunning()) {
              server.start();
            }
          });
    }
  }

  @Test
  void postgresqlServesAgainWhenThereIsRoom() {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES);
        PostgresServer server = PostgresServer.launch(disk);
        IpamDriver driver = Stores.open(server.createDatabase())) {
      fillAndFree(
          "postgresql",
          driver,
          disk,
          () -> {
            // A server that cannot write its log ends; starting it is the operator's part.
            if (!server.isRunning()) {
              server.start();
            }
          });
    }
  }

  /**
   * A node that cannot write what others committed leaves its cluster, though it goes on running;
   * starting it again is the operator's part.
   *
   * @param engine the kind, so that where there is none this is not run
   */
  @ForEachDatabase(Engine.GALERA)
  void otherNodesServeWhileThereIsNoRoomOnOne(Engine engine) {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES);
        GaleraCluster cluster = GaleraCluster.launch(disk)) {
      GaleraNode full = cluster.node(GaleraCluster.NODES - 1);
      TestDatabase database = cluster.createDatabase();
      try (IpamDriver anywhere = Stores.open(database);
          IpamDriver there = Stores.open(database.endpoint(GaleraCluster.NODES - 1));
          IpamDriver elsewhere = Stores.open(database.endpoint(0))) {
        Load.prepare(elsewhere);
        try (Load load = Load.start(6, anywhere, there, elsewhere)) {
          load.awaitMore(50);
          disk.fill();
          List<String> whole = new ArrayList<>();
          String failed = growUntilFull(there, whole);
          growUntilItLeaves(elsewhere, cluster.node(0), whole);
          goesOn(anywhere);
          load.awaitMore(50);

          disk.free();
          if (full.isRunning()) {
            full.stop();
          }
          full.start();
          cluster.node(0).awaitClusterSize(GaleraCluster.NODES);
          load.awaitMore(50);
          load.stopAndVerify(anywhere, there, elsewhere);
          for (IpamDriver driver : List.of(anywhere, there, elsewhere)) {
            whole.forEach(id -> assertThat(allocated(driver, id)).isEqualTo(EACH));
            assertThat(allocated(driver, failed)).isIn(-1L, 0L, (long) EACH);
          }
          System.out.println(engine.label() + ", disk of one node full: " + load);
        }
      }
    }
  }

  /**
   * Writes subnets on a node that has room, which may refuse for a moment while another one leaves:
   * until that one has left, which had some room of its own still.
   */
  private static void growUntilItLeaves(IpamDriver driver, GaleraNode node, List<String> whole) {
    int enough = whole.size() + MORE;
    int most = whole.size() + MOST_MORE;
    for (int i = 0;
        i < MOST
            && whole.size() < most
            && (whole.size() < enough || node.clusterSize() == GaleraCluster.NODES);
        i++) {
      String id = "more-" + i;
      try {
        grow(driver, id);
        whole.add(id);
      } catch (UnavailableException e) {
        // The next one is as good.
      }
    }
    assertThat(whole).hasSizeGreaterThanOrEqualTo(enough);
    node.awaitClusterSize(GaleraCluster.NODES - 1);
  }

  /** It may come upon the node that refuses, but once it has found another one it stays there. */
  private static void goesOn(IpamDriver driver) {
    for (int i = 0; i < MOST; i++) {
      try {
        driver.createSubnet(SubnetRequest.of("meanwhile", "10.1.0.0/24"));
        break;
      } catch (UnavailableException e) {
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
    }
    for (int i = 0; i < 20; i++) {
      driver.allocate(AllocationRequest.any("meanwhile"));
    }
  }

  private static boolean isMissing() {
    SmallDisk.missing()
        .ifPresent(
            what -> {
              System.out.println("Full disks not covered by these tests: no " + what);
              assertThatThrownBy(() -> SmallDisk.mount(1))
                  .isInstanceOf(IllegalStateException.class);
            });
    return SmallDisk.missing().isPresent();
  }

  private static void fillAndFree(String name, IpamDriver driver, SmallDisk disk, Runnable repair) {
    Load.prepare(driver);
    try (Load load = Load.start(4, driver)) {
      load.awaitMore(50);
      disk.fill();
      List<String> whole = new ArrayList<>();
      String failed = growUntilFull(driver, whole);
      disk.free();
      // A server that ends for want of room may do so a moment later.
      load.awaitMore(50, repair);
      load.stopAndVerify(driver);
      whole.forEach(id -> assertThat(allocated(driver, id)).isEqualTo(EACH));
      assertThat(allocated(driver, failed)).isIn(-1L, 0L, (long) EACH);
      System.out.println(name + ", disk full after " + whole.size() + " subnets: " + load);
    }
  }

  /** Writes subnets until one fails, and returns that one. */
  private static String growUntilFull(IpamDriver driver, List<String> whole) {
    for (int i = 0; i < MOST; i++) {
      String id = "big-" + i;
      try {
        grow(driver, id);
        whole.add(id);
      } catch (UnavailableException e) {
        return id;
      }
    }
    throw new AssertionError("the disk did not become full");
  }

  private static void grow(IpamDriver driver, String id) {
    AllocationContext much = AllocationContext.NONE.withHostName("h".repeat(200));
    driver.createSubnet(SubnetRequest.of(id, "10.0.0.0/20"));
    driver.allocate(AllocationRequest.bulk(id, EACH).withContext(much));
  }

  private static long allocated(IpamDriver driver, String subnet) {
    try {
      BigInteger count = Load.patiently(() -> driver.usage(subnet)).allocated();
      return count.longValueExact();
    } catch (SubnetNotFoundException e) {
      return -1;
    }
  }
}
