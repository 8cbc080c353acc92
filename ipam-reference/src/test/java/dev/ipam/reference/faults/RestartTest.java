package dev.ipam.reference.faults;

import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import dev.ipam.testdb.server.DatabaseServer;
import dev.ipam.testdb.server.MariaDbServer;
import dev.ipam.testdb.server.PostgresServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** A database that is restarted, and one that crashes, under load. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RestartTest {
  /** Rules IPAM-6.08, 6.25 and 6.26. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void theDriverServesOnAfterwards(Engine engine) {
    try (DatabaseServer server =
        engine == Engine.POSTGRESQL ? PostgresServer.launch() : MariaDbServer.launch()) {
      TestDatabase database = server.createDatabase();
      try (IpamDriver driver = Stores.open(database)) {
        Load.prepare(driver);
        try (Load load = Load.start(4, driver)) {
          load.awaitMore(50);
          server.restart();
          load.awaitMore(50);
          server.kill();
          load.awaitFailure();
          server.start();
          load.awaitMore(50);
          load.stopAndVerify(driver);
          System.out.println(engine.label() + ", restarted and killed: " + load);
        }
      }
    }
  }
}
