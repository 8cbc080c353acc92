package dev.ipam.reference.faults;

import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import dev.ipam.testdb.server.GaleraCluster;
import dev.ipam.testdb.server.GaleraNode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Nodes and quorum that are lost and regained under load. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GaleraFaultsTest {
  /**
   * Rules IPAM-6.08, 6.25 and 6.26. One cluster for all of it: to bring up another costs 20 s.
   *
   * @param engine the kind, so that where there is none this is not run
   */
  @ForEachDatabase(Engine.GALERA)
  void theDriverOutlivesNodesAndQuorum(Engine engine) {
    try (GaleraCluster cluster = GaleraCluster.launch()) {
      TestDatabase database = cluster.createDatabase();
      try (IpamDriver anywhere = Stores.open(database);
          IpamDriver anywhereToo = Stores.open(database);
          IpamDriver first = Stores.open(database.endpoint(0))) {
        Load.prepare(anywhere);
        try (Load load = Load.start(6, anywhere, anywhereToo, first)) {
          load.awaitMore(50);
          cluster.node(2).kill();
          cluster.node(0).awaitClusterSize(2);
          load.awaitMore(50);
          cluster.node(2).start();
          cluster.node(2).awaitSynced();
          load.awaitMore(50);

          cluster.node(1).pause();
          cluster.node(2).pause();
          cluster.node(0).awaitNoQuorum();
          load.awaitFailure();
          cluster.node(1).resume();
          cluster.node(2).resume();
          for (GaleraNode node : cluster.nodes()) {
            node.awaitClusterSize(GaleraCluster.NODES);
            node.awaitSynced();
          }
          load.awaitMore(50);
          try (IpamDriver second = Stores.open(database.endpoint(1));
              IpamDriver third = Stores.open(database.endpoint(2))) {
            load.stopAndVerify(anywhere, first, second, third);
          }
          System.out.println(engine.label() + ", node killed, quorum lost: " + load);
        }
      }
    }
  }
}
