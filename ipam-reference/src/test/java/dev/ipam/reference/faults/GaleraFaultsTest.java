package dev.ipam.reference.faults;

import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import dev.ipam.testdb.server.GaleraCluster;
import dev.ipam.testdb.server.GaleraNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Nodes and quorum that are lost and regained under load. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GaleraFaultsTest {
  private static final String CALLERS = "callers";
  private static final AllocationRequest TAKEN =
      AllocationRequest.specific(CALLERS, IpAddress.parse("10.99.0.7"));

  /**
   * Rules IPAM-6.08, 6.25, 6.26 and 6.30. One cluster for all of it: to bring up another costs 20
   * s.
   *
   * @param engine the kind, so that where there is none this is not run
   */
  @ForEachDatabase(Engine.GALERA)
  void theDriverOutlivesNodesAndQuorum(Engine engine) throws SQLException {
    try (GaleraCluster cluster = GaleraCluster.launch()) {
      TestDatabase database = cluster.createDatabase();
      try (IpamDriver anywhere = Stores.open(database);
          IpamDriver anywhereToo = Stores.open(database);
          IpamDriver first = Stores.open(database.endpoint(0))) {
        Load.prepare(anywhere);
        try (Load load = Load.start(6, anywhere, anywhereToo, first)) {
          load.awaitMore(50);
          anywhere.createSubnet(SubnetRequest.of(CALLERS, "10.99.0.0/24"));
          try (Connection caller = database.endpoint(2).connect()) {
            caller.setAutoCommit(false);
            ((JdbcTransactions) anywhere).join(caller).allocate(TAKEN);
            cluster.node(2).kill();
            cluster.node(0).awaitClusterSize(2);
            load.awaitMore(50);
            becomesFree(anywhere);
          }
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

  /** What a transaction took that went with its node is free after the length of a deadline. */
  private static void becomesFree(IpamDriver driver) {
    UnavailableException last = null;
    for (int i = 0; i < 4; i++) {
      try {
        driver.allocate(TAKEN);
        return;
      } catch (UnavailableException e) {
        last = e;
      }
    }
    throw new AssertionError("the address of a node that is gone stays taken", last);
  }
}
