package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.Outcome;
import dev.ipam.reference.Drivers;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.fault.Cut;
import dev.ipam.testdb.fault.FaultProxy;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Connections that break under load, some of them between a commit and its answer. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CutConnectionsTest {
  private static final int ROUNDS = 6;

  /** Rules IPAM-6.25 and 6.26: the driver finds out by itself what became of a commit. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void whatBecameOfACommitIsFoundOut(TestDatabase database, Engine engine) {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver = Stores.open(proxy.endpoint());
        IpamDriver witness = Stores.open(database.endpoint(1))) {
      Load.prepare(driver);
      try (Load load = Load.start(4, driver)) {
        for (int round = 0; round < ROUNDS; round++) {
          load.awaitMore(10);
          Cut answerLost = proxy.cutAfterCommit();
          load.await(answerLost::isDone);
          load.awaitMore(10);
          Cut neverSent = proxy.cutBeforeCommit();
          load.await(neverSent::isDone);
          load.awaitMore(10);
          proxy.cut();
        }
        load.awaitMore(10);
        load.stopAndVerify(witness, driver);
        assertThat(Drivers.doubts(driver)).isGreaterThanOrEqualTo(2 * ROUNDS);
        assertThat(load.failed(Outcome.UNKNOWN)).isZero();
        System.out.println(engine.label() + ", connections cut: " + load);
      }
    }
  }

  /** Rules IPAM-6.26 and 6.28. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void aServerThatRefusesIsWaitedFor(TestDatabase database, Engine engine) {
    try (FaultProxy proxy = FaultProxy.before(database);
        IpamDriver driver = Stores.open(proxy.endpoint())) {
      Load.prepare(driver);
      try (Load load = Load.start(4, driver)) {
        load.awaitMore(20);
        proxy.refuse();
        proxy.cut();
        load.awaitFailure();
        load.awaitFailure();
        proxy.accept();
        load.awaitMore(20);
        load.stopAndVerify(driver);
        System.out.println(engine.label() + ", connections refused: " + load);
      }
    }
  }
}
