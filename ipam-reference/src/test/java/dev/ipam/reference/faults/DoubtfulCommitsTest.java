package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.reference.faults.DoubtfulCommits.End;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules IPAM-6.25 and 6.26 of a commit whose completion is unknown, SQLSTATE 40003: it is of the
 * class of conflicts, after which a transaction may be repeated, and must not be repeated.
 */
class DoubtfulCommitsTest {
  private static final String SUBNET = "s";
  private static final AllocationRequest KEYED = AllocationRequest.any(SUBNET).withKey("k");

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void itsOutcomeIsUnknownAndTheKeySettlesIt(TestDatabase database) throws SQLException {
    try (DoubtfulCommits commits = DoubtfulCommits.before(database.endpoint());
        IpamDriver driver = Stores.open(commits.endpoint(database.endpoint()))) {
      driver.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/24").withGateway(GatewayChoice.NONE));

      commits.doubt(End.COMMITTED);
      assertUnknown(driver, AllocationRequest.any(SUBNET));
      assertThat(commits.isDone()).isTrue();
      assertThat(held(driver)).hasSize(1);

      commits.doubt(End.COMMITTED);
      assertUnknown(driver, KEYED);
      assertThat(held(driver)).hasSize(2);
      assertThat(held(driver)).containsAll(driver.allocate(KEYED));
      assertThat(held(driver)).hasSize(2);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void oneThatWasUndoneIsAsUnknown(TestDatabase database) throws SQLException {
    try (DoubtfulCommits commits = DoubtfulCommits.before(database.endpoint());
        IpamDriver driver = Stores.open(commits.endpoint(database.endpoint()))) {
      driver.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/24").withGateway(GatewayChoice.NONE));

      commits.doubt(End.UNDONE);
      assertUnknown(driver, KEYED);
      assertThat(held(driver)).isEmpty();
      List<Allocation> settled = driver.allocate(KEYED);
      assertThat(held(driver)).isEqualTo(settled);
    }
  }

  private static void assertUnknown(IpamDriver driver, AllocationRequest request) {
    assertThatThrownBy(() -> driver.allocate(request))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  private static List<Allocation> held(IpamDriver driver) {
    try (Stream<Allocation> all = driver.allocations(SUBNET)) {
      return all.toList();
    }
  }
}
