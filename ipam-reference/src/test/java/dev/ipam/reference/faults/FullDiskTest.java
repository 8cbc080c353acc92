package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.server.PostgresServer;
import dev.ipam.testdb.server.SmallDisk;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disks that become full under load: rules IPAM-6.08, 6.25 and 6.26. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullDiskTest {
  private static final int MEBIBYTES = 256;
  private static final int EACH = 4_000;
  private static final int MOST = 200;

  @Test
  void sqliteServesAgainWhenThereIsRoom() {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES)) {
      String url = "jdbc:sqlite:" + disk.path().resolve("ipam.db");
      try (IpamDriver driver = Stores.open(new JdbcEndpoint(url, "", ""))) {
        fillAndFree("sqlite", driver, disk, () -> {});
      }
    }
  }

  @Test
  void postgresqlServesAgainWhenThereIsRoom() {
    if (isMissing()) {
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES);
        PostgresServer server = PostgresServer.launch(disk);
        IpamDriver driver = Stores.open(server.createDatabase())) {
      fillAndFree(
          "postgresql",
          driver,
          disk,
          () -> {
            // A server that cannot write its log ends; starting it is the operator's part.
            if (!server.isRunning()) {
              server.start();
            }
          });
    }
  }

  private static boolean isMissing() {
    SmallDisk.missing()
        .ifPresent(
            what -> {
              System.out.println("Full disks not covered by these tests: no " + what);
              assertThatThrownBy(() -> SmallDisk.mount(1))
                  .isInstanceOf(IllegalStateException.class);
            });
    return SmallDisk.missing().isPresent();
  }

  private static void fillAndFree(String name, IpamDriver driver, SmallDisk disk, Runnable repair) {
    Load.prepare(driver);
    try (Load load = Load.start(4, driver)) {
      load.awaitMore(50);
      disk.fill();
      List<String> whole = new ArrayList<>();
      String failed = growUntilFull(driver, whole);
      disk.free();
      repair.run();
      load.awaitMore(50);
      load.stopAndVerify(driver);
      whole.forEach(id -> assertThat(allocated(driver, id)).isEqualTo(EACH));
      assertThat(allocated(driver, failed)).isIn(-1L, 0L, (long) EACH);
      System.out.println(name + ", disk full after " + whole.size() + " subnets: " + load);
    }
  }

  /** Writes subnets until one fails, and returns that one. */
  private static String growUntilFull(IpamDriver driver, List<String> whole) {
    AllocationContext much = AllocationContext.NONE.withHostName("h".repeat(200));
    for (int i = 0; i < MOST; i++) {
      String id = "big-" + i;
      try {
        driver.createSubnet(SubnetRequest.of(id, "10.0.0.0/20"));
        driver.allocate(AllocationRequest.bulk(id, EACH).withContext(much));
        whole.add(id);
      } catch (UnavailableException e) {
        return id;
      }
    }
    throw new AssertionError("the disk did not become full");
  }

  private static long allocated(IpamDriver driver, String subnet) {
    try {
      BigInteger count = driver.usage(subnet).allocated();
      return count.longValueExact();
    } catch (SubnetNotFoundException e) {
      return -1;
    }
  }
}
