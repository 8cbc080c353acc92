package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.TransactionConflictException;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.Drivers;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Nodes and quorum that are lost and regained under load. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class GaleraFaultsTest {
  private static final String CALLERS = "callers";
  private static final int ROUNDS = 8;
  private static final int MOST_TRIES = 12;
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
          Load.patiently(
              () ->
                  anywhere.createSubnet(
                      SubnetRequest.of(CALLERS, "10.99.0.0/24").withKey(CALLERS)));
          try (Connection caller = database.endpoint(2).connect()) {
            caller.setAutoCommit(false);
            take(anywhere, caller);
            cluster.node(2).kill();
            cluster.node(0).awaitClusterSize(2);
            load.awaitMore(50);
            becomesFree(anywhere);
          }
          cluster.node(2).start();
          cluster.node(2).awaitSynced();
          load.awaitMore(50);

          loseQuorumWhileCommitting(cluster, load, List.of(anywhere, anywhereToo, first));
          try (IpamDriver second = Stores.open(database.endpoint(1));
              IpamDriver third = Stores.open(database.endpoint(2))) {
            load.stopAndVerify(anywhere, first, second, third);
          }
          System.out.println(engine.label() + ", node killed, quorum lost: " + load);
        }
      }
    }
  }

  /** Takes an address in a caller's transaction, which stays open; others write all the time. */
  private static void take(IpamDriver driver, Connection caller) throws SQLException {
    for (int i = 0; true; i++) {
      try {
        ((JdbcTransactions) driver).join(caller).allocate(TAKEN);
        return;
      } catch (TransactionConflictException | UnavailableException e) {
        if (i == MOST_TRIES) {
          throw e;
        }
        caller.rollback();
      }
    }
  }

  /**
   * Takes the majority away, and gives it back, until it was lost while something was being
   * committed: of that the node does not know whether others have it. Whether a commit is under way
   * at the moment when the others stop is chance.
   */
  private static void loseQuorumWhileCommitting(
      GaleraCluster cluster, Load load, List<IpamDriver> drivers) throws SQLException {
    long doubtful = doubts(drivers);
    for (int round = 0; round < ROUNDS && doubts(drivers) == doubtful; round++) {
      cluster.node(1).pause();
      cluster.node(2).pause();
      cluster.node(0).awaitNoQuorum();
      // Until it knows, nothing ends; from then on nothing is served.
      load.awaitFailure();
      cluster.node(1).resume();
      cluster.node(2).resume();
      for (GaleraNode node : cluster.nodes()) {
        node.awaitClusterSize(GaleraCluster.NODES);
        node.awaitSynced();
      }
      load.awaitMore(50);
    }
    assertThat(doubts(drivers))
        .as("commits in doubt after %s losses; so far %s", ROUNDS, load)
        .isGreaterThan(doubtful);
  }

  private static long doubts(List<IpamDriver> drivers) {
    return drivers.stream().mapToLong(Drivers::doubts).sum();
  }

  /**
   * What a transaction took that went with its node is free after the length of a deadline, in
   * which its node is asked in vain; where the machine stands still, that begins anew.
   */
  private static void becomesFree(IpamDriver driver) {
    UnavailableException last = null;
    for (int i = 0; i < MOST_TRIES; i++) {
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
