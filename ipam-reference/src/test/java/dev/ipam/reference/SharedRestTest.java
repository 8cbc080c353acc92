package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;

/**
 * Rules IPAM-3.32, 3.68, 3.70 and 3.74 on a shared store. Its time is never before one that it has
 * recorded: what is recorded is moved here, and so is the time.
 */
class SharedRestTest {
  private static final Duration REST = Duration.ofHours(1);

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void restsGoByTheStoresTime(TestDatabase database) throws Exception {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/29").withRest(REST));
      driver.allocate(AllocationRequest.bulk("s", 5));
      release(driver, "10.0.0.2");
      release(driver, "10.0.0.6");
      advance(database, REST.minusMinutes(1));
      release(driver, "10.0.0.5");

      NoAddressAvailableException error =
          catchThrowableOfType(
              NoAddressAvailableException.class, () -> driver.allocate(AllocationRequest.any("s")));
      assertThat(error.resting()).isEqualTo(BigInteger.valueOf(3));
      assertThat(error.earliest()).isEqualTo(driver.usage("s").nextRested());

      advance(database, Duration.ofMinutes(1));
      assertThat(driver.usage("s").resting()).isEqualTo(BigInteger.ONE);
      Allocation first = driver.allocate(AllocationRequest.any("s")).get(0);
      assertThat(first.address()).isEqualTo(IpAddress.parse("10.0.0.2"));
      assertThat(first.allocatedAt()).isAfter(Instant.now().plus(REST).minusSeconds(60));
      advance(database, REST);
      // 10.0.0.5 rested when the pass began: it joins the next one.
      assertThat(next(driver)).isEqualTo("10.0.0.6");
      assertThat(next(driver)).isEqualTo("10.0.0.5");
    }
  }

  private static String next(ReferenceDriver driver) {
    return driver.allocate(AllocationRequest.any("s")).get(0).address().toString();
  }

  private static void release(ReferenceDriver driver, String address) {
    driver.release(ReleaseRequest.of("s", IpAddress.parse(address)));
  }

  private static void advance(TestDatabase database, Duration by) throws Exception {
    try (Connection connection = database.witness();
        PreparedStatement move =
            connection.prepareStatement("UPDATE ipam_store SET millis = millis + ?")) {
      move.setLong(1, by.toMillis());
      move.executeUpdate();
    }
  }
}
