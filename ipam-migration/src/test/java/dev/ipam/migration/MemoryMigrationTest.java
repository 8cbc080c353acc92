package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A built-in store in memory, from which data moves within one program, and to which it does not.
 */
class MemoryMigrationTest {
  @TempDir Path directory;

  private IpamBuilder builder(String driver) {
    return Ipam.builder()
        .drivers(DriverRegistry.load(MemoryMigrationTest.class.getClassLoader()))
        .set("ipam_driver", driver)
        .set("ipam.builtin.durability", "memory")
        .set("ipam.builtin.path", directory.resolve("never").toString())
        .set("ipam.authority.path", directory.resolve("authority").toString())
        .set("ipam.intents.path", directory.resolve("intents").toString())
        .set("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("ipam.db"))
        .createIfMissing();
  }

  private static void work(Ipam ipam, int count) {
    Deque<Allocation> held = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      if (i % 3 == 2) {
        ipam.release(ReleaseRequest.of(held.remove()));
      } else {
        held.add(ipam.allocate(AllocationRequest.any("a").withOwner("o" + i % 5)));
      }
    }
  }

  private static List<SnapshotRecord> records(Ipam ipam) {
    try (Stream<SnapshotRecord> records = ipam.export()) {
      return records.toList();
    }
  }

  @Test
  void whatIsInMemoryMovesToADurableStoreAndNotBack() {
    try (Ipam ipam = builder("builtin").open()) {
      ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/20"));
      work(ipam, 100);
      Allocation keyed = ipam.allocate(AllocationRequest.any("a").withKey("k"));
      List<SnapshotRecord> before = records(ipam);

      ipam.migrate("reference", MigrationOptions.LIVE, MigrationListener.NONE);

      assertThat(ipam.driverName()).isEqualTo("reference");
      assertThat(ipam.capabilities()).contains(Capability.DURABLE);
      assertThat(records(ipam)).isEqualTo(before);
      assertThat(ipam.allocate(AllocationRequest.any("a").withKey("k"))).isEqualTo(keyed);
      assertThatExceptionOfType(MigrationRefusedException.class)
          .isThrownBy(() -> ipam.migrate("builtin", MigrationOptions.LIVE, MigrationListener.NONE))
          .withMessageContaining("survives no crash");
      work(ipam, 10);
      assertThat(ipam.driverName()).isEqualTo("reference");
    }
    assertThat(Files.exists(directory.resolve("never"))).isFalse();
  }

  /** What ipam_driver names anew takes nothing over by itself that it would lose. */
  @Test
  void aChangedSettingDoesNotMoveADurableStoreIntoMemory() {
    try (Ipam ipam = builder("reference").open()) {
      ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/20"));
    }
    assertThatExceptionOfType(MigrationRefusedException.class)
        .isThrownBy(() -> builder("builtin").open().close());
    try (Ipam ipam = builder("reference").open()) {
      assertThat(ipam.subnet("a").id()).isEqualTo("a");
    }
  }

  @Test
  void isNoShadowOfADurableStoreAndTheServiceGoesOn() {
    try (Ipam ipam = builder("reference").set("ipam.shadow", "builtin").open()) {
      ShadowStatus status = Shadows.awaitState(ipam::shadow, State.BROKEN);
      assertThat(status.reason()).contains("survives no crash");
      ipam.createSubnet(SubnetRequest.of("a", "10.0.0.0/20"));
      work(ipam, 10);
      assertThat(ipam.driverName()).isEqualTo("reference");
    }
    assertThat(Files.exists(directory.resolve("never"))).isFalse();
  }
}
