package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

/** Rules IPAM-6.32 and 6.38: whoever waits after an interrupt does not do so in a busy loop. */
class InterruptedWaitTest {
  private static final AllocationRequest WISH =
      AllocationRequest.specific("s", IpAddress.parse("192.0.2.9"));

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** Pauses grow to 50 ms at least, so that no more than so many go into the deadline. */
  private static final int MOST_TRIES = 50;

  private static final int MOST_TRIPS_OF_A_TRY = 10;

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void thePausesAreAsLong(TestDatabase database) throws Exception {
    Map<String, String> settings = ReferenceUnderTest.settings(database);
    try (ReferenceDriver patient = Drivers.open(settings);
        ReferenceDriver driver = Drivers.open(settings, DEADLINE);
        Connection connection = database.connect()) {
      patient.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
      connection.setAutoCommit(false);
      patient.join(connection).allocate(WISH);
      long before = trips(driver);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> driver.allocate(WISH)).isInstanceOf(UnavailableException.class);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(trips(driver) - before).isLessThan(MOST_TRIES * MOST_TRIPS_OF_A_TRY);
      connection.rollback();
      assertThat(patient.allocate(WISH)).hasSize(1);
    }
  }

  private static long trips(ReferenceDriver driver) {
    return driver.engine().run(session -> session.sql().trips());
  }
}
