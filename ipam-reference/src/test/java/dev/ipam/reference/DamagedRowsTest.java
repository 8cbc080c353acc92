package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Rows that somebody has changed are told as damage, which no retry mends.
 *
 * @ipam.rule 6.13 6.19 6.21
 */
class DamagedRowsTest {
  private static void refused(ThrowingCallable operation) {
    StoreCorruptException e = catchThrowableOfType(StoreCorruptException.class, operation);
    assertThat(e).isNotNull();
    assertThat(e.retryable()).isFalse();
  }

  @ForEachDatabase
  void whatCannotBeReadIsDamage(TestDatabase database) throws Exception {
    IpAddress first = IpAddress.parse("10.0.0.2");
    try (ReferenceDriver driver =
            Drivers.open(ReferenceUnderTest.settings(database), Duration.ofSeconds(20));
        Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any("a"));
      assertThat(statement.executeUpdate("UPDATE ipam_allocation SET kind = 'Z'")).isOne();
      refused(() -> driver.find("a", first));
      refused(() -> driver.allocations("a").toList());

      assertThat(statement.executeUpdate("UPDATE ipam_store SET authority = 'king'")).isOne();
      refused(() -> driver.allocate(AllocationRequest.any("a")));
      assertThat(statement.executeUpdate("DELETE FROM ipam_store")).isOne();
      refused(() -> driver.allocate(AllocationRequest.any("a")));
    }
  }
}
