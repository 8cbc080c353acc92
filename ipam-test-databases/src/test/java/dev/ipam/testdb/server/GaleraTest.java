package dev.ipam.testdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.Numbers;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

class GaleraTest {

  @ForEachDatabase(Engine.GALERA)
  void everyNodeSeesTheOthersRows(TestDatabase database) throws SQLException {
    assertThat(database.endpoints()).hasSize(GaleraCluster.NODES);
    Numbers.makeTable(database);
    for (int round = 0; round < 30; round++) {
      try (Connection reader = database.endpoint(round + 1).connect();
          Statement statement = reader.createStatement()) {
        statement.execute("SET SESSION wsrep_sync_wait = 1");

        Numbers.insert(database.endpoint(round), round, round);
        assertThat(Numbers.read(reader)).hasSize(round + 1).contains(round);
      }
    }
  }

  /** One cluster for all of it: bringing up another for each part would cost minutes. */
  @ForEachDatabase(Engine.GALERA)
  void nodesAndQuorumAreLostAndRegained() throws SQLException {
    try (GaleraCluster cluster = GaleraCluster.launch()) {
      TestDatabase database = cluster.createDatabase();
      Numbers.makeTable(database);

      cluster.node(2).kill();
      cluster.node(0).awaitClusterSize(2);
      cluster.node(0).awaitSynced();
      Numbers.insert(database.endpoint(0), 1, 1);
      cluster.node(2).start();
      cluster.node(2).awaitCaughtUp();
      assertThat(Numbers.read(database.endpoint(2))).isEqualTo(Set.of(1));

      cluster.node(1).pause();
      cluster.node(2).pause();
      cluster.node(0).awaitNoQuorum();
      assertThatThrownBy(() -> Numbers.insert(database.endpoint(0), 2, 2))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getErrorCode()).isEqualTo(1047));
      cluster.node(1).resume();
      cluster.node(2).resume();
      for (GaleraNode node : cluster.nodes()) {
        node.awaitClusterSize(GaleraCluster.NODES);
        node.awaitSynced();
      }
      Numbers.insert(database.endpoint(1), 3, 3);

      cluster.node(1).kill();
      cluster.node(2).kill();
      cluster.node(0).awaitNoQuorum();
      cluster.node(0).declarePrimary();
      Numbers.insert(database.endpoint(0), 4, 4);
      cluster.node(1).start();

      cluster.nodes().forEach(GaleraNode::close);
      cluster.bootstrap();
      for (int node = 0; node < GaleraCluster.NODES; node++) {
        cluster.node(node).awaitCaughtUp();
        assertThat(Numbers.read(database.endpoint(node))).isEqualTo(Set.of(1, 3, 4));
      }
    }
  }
}
