package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.StoreRef;
import dev.ipam.unit.UnitOfWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line of the configuration is changed, and the data follows, or the opening says why not. */
class ChangedSettingTest {
  @TempDir Path directory;

  private IpamBuilder builder(String driver) {
    return Ipam.builder()
        .drivers(DriverRegistry.of(new OtherProvider("first"), new OtherProvider("second")))
        .set("ipam_driver", driver)
        .set("ipam.first.path", directory.resolve("first").toString())
        .set("ipam.second.path", directory.resolve("second").toString());
  }

  private static List<SnapshotRecord> records(Ipam ipam) {
    try (Stream<SnapshotRecord> records = ipam.export()) {
      return records.toList();
    }
  }

  private static AuthorityState state(Ipam ipam) {
    return ipam.driver().extension(Authority.class).orElseThrow().state();
  }

  private List<SnapshotRecord> filled() {
    try (Ipam ipam = builder("first").createIfMissing().open()) {
      Content.fill(ipam.driver());
      return records(ipam);
    }
  }

  @Test
  void theDataFollowsThereAndBack() {
    List<SnapshotRecord> before = filled();
    List<SnapshotRecord> after;
    try (Ipam ipam = builder("second").open()) {
      assertThat(ipam.driverName()).isEqualTo("second");
      assertThat(state(ipam)).isEqualTo(new Active(2));
      assertThat(records(ipam)).isEqualTo(before);
      Content.change(ipam.driver(), 5, 50);
      after = records(ipam);
    }
    try (Ipam ipam = builder("first").open()) {
      assertThat(state(ipam)).isEqualTo(new Active(3));
      assertThat(records(ipam)).isEqualTo(after);
    }
    try (Ipam ipam = builder("first").open()) {
      assertThat(state(ipam)).isEqualTo(new Active(3));
    }
  }

  @Test
  void manualSaysWhatToRun() {
    List<SnapshotRecord> before = filled();
    assertThatExceptionOfType(MigrationRefusedException.class)
        .isThrownBy(() -> builder("second").set("ipam.migration", "manual").open())
        .withMessageContaining("ipam migrate --to second --from first");
    try (Ipam ipam = builder("first").open()) {
      assertThat(records(ipam)).isEqualTo(before);
      assertThat(state(ipam)).isEqualTo(new Active(1));
    }
  }

  @Test
  void aStoreThatAnotherProcessMayBeUsingIsNotLeftByItself() {
    filled();
    IpamBuilder second = builder("second").createIfMissing();
    try (Ipam first = builder("first").open()) {
      assertThatExceptionOfType(StoreInUseException.class).isThrownBy(second::open);
      assertThat(first.allocate("a").subnetId()).isEqualTo("a");
    }
  }

  @Test
  void withoutAnAuthorityNothingIsOpenedByAccident() {
    filled();
    builder("second").open().close();
    IpamBuilder alone =
        Ipam.builder()
            .drivers(DriverRegistry.of(new OtherProvider("first"), new OtherProvider("second")))
            .set("ipam_driver", "first")
            .set("ipam.first.path", directory.resolve("first").toString())
            .set("ipam.second.path", directory.resolve("elsewhere").toString());
    assertThatExceptionOfType(DriverNotActiveException.class)
        .isThrownBy(() -> alone.createIfMissing().open())
        .satisfies(
            e -> {
              assertThat(e.state()).isEqualTo("retired");
              assertThat(e.successor()).isEqualTo("second");
            });
    try (Ipam reading = alone.openForReading()) {
      assertThat(reading.subnet("a").id()).isEqualTo("a");
    }
  }

  /** A setting that is wrong, such as a password, hides a store; it may be the authority. */
  @Test
  void aStoreThatCannotBeLookedAtForAWrongSettingIsNotPassedOver() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    IpamBuilder second =
        builder("second").set("ipam.first.path", file.toString()).createIfMissing();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(second::open)
        .withMessageContaining("is a file");
    Files.delete(file);
    try (Ipam ipam = second.open()) {
      assertThat(state(ipam)).isEqualTo(new Active(1));
    }
  }

  @Test
  void nothingThereIsStillAnError() {
    assertThatExceptionOfType(StoreNotFoundException.class)
        .isThrownBy(() -> builder("second").open());
  }

  @Test
  void aServingProcessSwitchesItsDriverUnderneath() {
    List<SnapshotRecord> before = filled();
    try (Ipam ipam = builder("first").open()) {
      MigrationReport report =
          ipam.migrate("second", MigrationOptions.LIVE, MigrationListener.NONE);
      assertThat(report.way()).isEqualTo("import");
      assertThat(ipam.driverName()).isEqualTo("second");
      assertThat(records(ipam)).isEqualTo(before);
      ipam.allocate(AllocationRequest.any("a").withOwner("later"));
      ipam.createSubnet(SubnetRequest.of("later", "10.9.0.0/24"));
      assertThatExceptionOfType(StoreInUseException.class)
          .as("the store that it left is kept open for whoever reads from it")
          .isThrownBy(() -> builder("first").openForReading());
    }
    try (Ipam ipam = builder("second").open();
        Ipam stale = builder("first").openForReading()) {
      assertThat(ipam.allocationsOf("later")).hasSize(1);
      assertThat(state(stale)).isInstanceOf(Retired.class);
      assertThatExceptionOfType(DriverNotActiveException.class)
          .as("with the successor in another process")
          .isThrownBy(() -> stale.allocate("a"));
    }
  }

  @Test
  void aServingProcessSwitchesBackToTheStoreThatItLeft() {
    filled();
    try (Ipam ipam = builder("first").open()) {
      ipam.migrate("second", MigrationOptions.LIVE, MigrationListener.NONE);
      ipam.createSubnet(SubnetRequest.of("later", "10.9.0.0/24"));
      List<SnapshotRecord> held = records(ipam);
      MigrationReport back = ipam.migrate("first", MigrationOptions.LIVE, MigrationListener.NONE);
      assertThat(back.way()).isEqualTo("changes");
      assertThat(back.epoch()).isEqualTo(3);
      assertThat(records(ipam)).isEqualTo(held);
      ipam.removeSubnet("later");
    }
  }

  /** Rule 6.35, though what it took was taken of a store that serves no more. */
  @Test
  void aUnitOfWorkGivesBackToTheOneThatTookOver() {
    filled();
    try (Ipam ipam = builder("first").open()) {
      ipam.createSubnet(SubnetRequest.of("u", "10.79.0.0/24"));
      Allocation taken;
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        taken = work.allocate(AllocationRequest.any("u"));
        String id;
        try (Ipam second =
            builder("second").set("ipam.first.path", "nowhere").createIfMissing().open()) {
          id = second.driver().store().id();
          try (ImportSession session =
              second.driver().extension(Exportable.class).orElseThrow().beginImport()) {
            session.add(records(ipam));
            session.commit();
          }
        }
        Authority authority = ipam.driver().extension(Authority.class).orElseThrow();
        authority.change(new Active(1), new Retired(1, new StoreRef("second", id), null));
      }
      assertThat(ipam.driverName()).isEqualTo("second");
      assertThat(ipam.find("u", taken.address())).isEmpty();
    }
  }

  @Test
  void oneThatIsToldThatAnotherTookOverGoesOnThere() {
    filled();
    try (Ipam ipam = builder("first").open()) {
      Authority authority = ipam.driver().extension(Authority.class).orElseThrow();
      String id;
      try (Ipam second =
          builder("second").set("ipam.first.path", "nowhere").createIfMissing().open()) {
        id = second.driver().store().id();
        second.createSubnet(SubnetRequest.of("only-there", "10.77.0.0/24"));
      }
      authority.change(new Active(1), new Retired(1, new StoreRef("second", id), null));
      ipam.createSubnet(SubnetRequest.of("new", "10.78.0.0/24"));
      assertThat(ipam.driverName()).isEqualTo("second");
      assertThat(ipam.subnets().map(s -> s.id())).containsExactly("new", "only-there");
      ipam.subnetPools();
    }
  }

  /** The store that takes over is one process's, and who migrates may have died with it loading. */
  @Test
  void aWriterThatWaitsForTheSuccessorLeavesItToWhoeverActivatesIt() throws Exception {
    filled();
    StoreRef from;
    StoreRef to;
    try (Ipam ipam = builder("first").open()) {
      from = new StoreRef("first", ipam.driver().store().id());
    }
    IpamDriverProvider provider = new OtherProvider("second");
    try (IpamDriver second = open(provider)) {
      to = new StoreRef("second", second.store().id());
      authority(second).change(new Unused(), new Loading(from, 2, null));
    }
    try (Ipam ipam = builder("first").open()) {
      authority(ipam.driver()).change(new Active(1), new Retired(1, to, null));
      CompletableFuture<String> writer =
          CompletableFuture.supplyAsync(
              () -> {
                ipam.createSubnet(SubnetRequest.of("new", "10.78.0.0/24"));
                return ipam.driverName();
              });
      activated(provider, from);
      assertThat(writer.get(1, TimeUnit.MINUTES)).isEqualTo("second");
    }
  }

  private static Authority authority(IpamDriver driver) {
    return driver.extension(Authority.class).orElseThrow();
  }

  private IpamDriver open(IpamDriverProvider provider) {
    return provider.open(
        new DriverContext(
            Map.of("ipam.second.path", directory.resolve("second").toString()),
            true,
            Clock.systemUTC(),
            new SplittableRandom(1)));
  }

  /** Tries again while somebody else has the store, as an operator would, for ten seconds. */
  private void activated(IpamDriverProvider provider, StoreRef from) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (IpamDriver second = open(provider)) {
        authority(second).change(new Loading(from, 2, null), new Active(2));
        return;
      } catch (StoreInUseException e) {
        assertThat(System.nanoTime() - end).as("the store stays in use").isNegative();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }
}
