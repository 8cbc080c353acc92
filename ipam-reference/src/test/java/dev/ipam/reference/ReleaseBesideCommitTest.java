package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** All of an owner is released while a caller's transaction that released some is committed. */
class ReleaseBesideCommitTest {
  private static final IpAddress OUTSIDE = IpAddress.parse("192.0.2.100");
  private static final IpAddress ANOTHER = IpAddress.parse("192.0.2.101");

  @ForEachDatabase(Engine.POSTGRESQL)
  void noAddressIsFreedTwice(TestDatabase database) throws Exception {
    IpamBuilder builder = Ipam.builder().set("ipam_driver", "reference").createIfMissing();
    ReferenceUnderTest.settings(database).forEach(builder::set);
    try (Ipam ipam = builder.open();
        Connection service = database.connect();
        Connection guard = database.witness()) {
      ipam.createSubnet(
          SubnetRequest.of("a", "192.0.2.0/24")
              .withPools(PoolsChoice.of(List.of(AddressRange.parse("192.0.2.10-192.0.2.20")))));
      ipam.allocate(AllocationRequest.specific("a", OUTSIDE).withOwner("o"));
      ipam.allocate(AllocationRequest.specific("a", ANOTHER).withOwner("p"));
      service.setAutoCommit(false);
      ipam.join(service).release(ReleaseRequest.of("a", OUTSIDE));

      // Whoever has read the allocations stops here, at the holds.
      guard.setAutoCommit(false);
      execute(guard, "LOCK TABLE ipam_hold IN ACCESS EXCLUSIVE MODE");
      var released = CompletableFuture.supplyAsync(() -> ipam.releaseOwner("o"));
      awaitOneThatWaits(database);
      service.commit();
      guard.rollback();

      assertThat(released.get(1, TimeUnit.MINUTES)).isEmpty();
      assertThat(ipam.usage("a").allocated()).isZero();
      assertThat(ipam.usage("a").outsidePools()).isEqualTo(BigInteger.ONE);
      ipam.release(ReleaseRequest.of("a", ANOTHER));
      assertThat(ipam.usage("a").outsidePools()).isZero();
    }
  }

  private static void execute(Connection connection, String text) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static void awaitOneThatWaits(TestDatabase database) throws Exception {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (System.nanoTime() - end < 0) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    + " AND relation = 'ipam_hold'::regclass")) {
          rows.next();
          if (rows.getLong(1) > 0) {
            return;
          }
        }
      }
    }
    throw new IllegalStateException("nobody waits for the holds");
  }
}
