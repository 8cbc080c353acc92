package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.MigrationRefusedException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A driver that keeps no authority takes part with a record beside it, while nobody else is there.
 */
class RecordedAuthorityTest {
  private static final String LESSER = "lesser";
  private static final String WHOLE = "whole";

  @TempDir Path root;
  private Path directory;

  private Path directory() {
    return directory == null ? root : directory;
  }

  private IpamBuilder builder(String driver) {
    return Ipam.builder()
        .drivers(
            DriverRegistry.of(
                new OtherProvider(LESSER, RecordedAuthorityTest::withoutAuthority),
                new OtherProvider(WHOLE)))
        .set("ipam_driver", driver)
        .set("ipam.authority.path", directory().resolve("authority").toString())
        .set("ipam.lesser.path", directory().resolve(LESSER).toString())
        .set("ipam.lesser.durability", "os")
        .set("ipam.whole.path", directory().resolve(WHOLE).toString())
        .set("ipam.whole.durability", "os");
  }

  /** The built-in driver as one that any process could write through at any time. */
  private static IpamDriver withoutAuthority(IpamDriver real) {
    Authority.activateUnused(real);
    Set<Capability> left = EnumSet.copyOf(real.capabilities());
    left.removeAll(Set.of(Capability.AUTHORITY, Capability.CHANGES));
    return (IpamDriver)
        Proxy.newProxyInstance(
            IpamDriver.class.getClassLoader(),
            new Class<?>[] {IpamDriver.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("capabilities")) {
                return left;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private List<SnapshotRecord> filled(String driver) {
    try (Ipam ipam = builder(driver).createIfMissing().open()) {
      ipam.createSubnet(SubnetRequest.of("s", "10.0.0.0/24"));
      ipam.allocate(AllocationRequest.any("s").withOwner("o").withKey("k"));
      ipam.allocate("s");
      try (var records = ipam.export()) {
        return records.toList();
      }
    }
  }

  private AuthorityState state(String driver) {
    OpenedStore store = builder(driver).openStore(driver, true);
    try {
      return store.authority().state();
    } finally {
      store.driver().close();
    }
  }

  private List<SnapshotRecord> records(String driver) {
    OpenedStore store = builder(driver).openStore(driver, true);
    try {
      return TwoStores.records(store);
    } finally {
      store.driver().close();
    }
  }

  @ParameterizedTest
  @CsvSource({"lesser, whole", "whole, lesser"})
  void theDataFollowsAndWhatWasLeftIsFencedOff(String from, String to) {
    List<SnapshotRecord> before = filled(from);
    try (Ipam ipam = builder(to).open()) {
      assertThat(ipam.driverName()).isEqualTo(to);
      ipam.allocate("s");
    }
    assertThat(state(to)).isEqualTo(new Active(2));
    assertThat(state(from)).isInstanceOf(Retired.class);
    assertThat(records(from)).isEqualTo(before);
    OpenedStore left = builder(from).openStore(from, false);
    try {
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(() -> left.driver().allocate(AllocationRequest.any("s")))
          .satisfies(e -> assertThat(e.successor()).isEqualTo(to));
    } finally {
      left.driver().close();
    }
    try (Ipam again = builder(to).open()) {
      again.allocate("s");
    }
  }

  /** It cannot take over what has changed: it is emptied, and everything is copied. */
  @Test
  void whatWasLeftIsFilledAnew() {
    filled(LESSER);
    builder(WHOLE).open().close();
    try (Ipam ipam = builder(WHOLE).open()) {
      ipam.createSubnet(SubnetRequest.of("later", "10.9.0.0/24"));
      ipam.removeSubnetWithAllocations("s");
    }
    List<SnapshotRecord> left = records(WHOLE);

    try (Ipam ipam = builder(LESSER).open()) {
      assertThat(ipam.driverName()).isEqualTo(LESSER);
    }

    assertThat(records(LESSER)).isEqualTo(left);
    assertThat(state(LESSER)).isEqualTo(new Active(3));
  }

  /** Wherever that is cut short, the source is the authority until it has been done again. */
  @ParameterizedTest
  @ValueSource(strings = {"Emptying", "Copying", "Handing over"})
  void fillingAnewIsGoneOnWith(String lastStep) {
    filled(LESSER);
    builder(WHOLE).open().close();
    List<SnapshotRecord> left = records(WHOLE);
    OpenedStore from = builder(WHOLE).openStore(WHOLE, false);
    OpenedStore to = builder(LESSER).openStore(LESSER, false);
    boolean[] cut = new boolean[1];
    MigrationListener cutter =
        new MigrationListener() {
          private boolean reached;

          @Override
          public void step(String step) {
            reached |= step.startsWith(lastStep);
            if (step.startsWith("Handing over") && reached) {
              advanced(0);
            }
          }

          @Override
          public void advanced(long records) {
            if (reached) {
              cut[0] = true;
              throw new Cut();
            }
          }
        };
    try {
      assertThatExceptionOfType(Cut.class)
          .isThrownBy(
              () -> new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, cutter));
      assertThat(from.authority().state()).isEqualTo(new Active(2));
      assertThat(to.authority().state()).isInstanceOf(Loading.class);
    } finally {
      from.driver().close();
      to.driver().close();
    }
    assertThat(cut[0]).isTrue();

    builder(LESSER).open().close();

    assertThat(records(LESSER)).isEqualTo(left);
    assertThat(state(WHOLE)).isInstanceOf(Retired.class);
  }

  private static final class Cut extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void nothingIsMigratedLive() {
    filled(WHOLE);
    try (Ipam ipam = builder(LESSER).open()) {
      assertThatExceptionOfType(MigrationRefusedException.class)
          .isThrownBy(() -> ipam.migrate(WHOLE, MigrationOptions.LIVE, MigrationListener.NONE))
          .withMessageContaining("without --live");
      ipam.allocate("s");
    }
  }

  /** What serves without a record has no fence in its way. */
  @Test
  void whatServesWithoutARecordIsNotMigratedUnderneath() {
    filled(LESSER);
    try (Ipam ipam = builder(LESSER).open()) {
      assertThatExceptionOfType(UnsupportedException.class)
          .isThrownBy(() -> ipam.migrate(WHOLE, MigrationOptions.OFFLINE, MigrationListener.NONE));
      ipam.allocate("s");
    }
  }

  @Test
  void aRecordedStoreIsOfOneProcess() {
    filled(WHOLE);
    try (Ipam ipam = builder(LESSER).open()) {
      assertThatExceptionOfType(StoreInUseException.class)
          .isThrownBy(() -> builder(LESSER).openStore(LESSER, false));
      ipam.allocate("s");
    }
  }

  @Test
  void aRecordThatWasCutShortIsNotTakenForOne() throws IOException {
    filled(WHOLE);
    builder(LESSER).open().close();
    Path record = root.resolve("authority").resolve("lesser.authority");
    String whole = Files.readString(record);
    // A crash before the rename leaves this behind, at whatever length.
    Path next = root.resolve("authority").resolve("lesser.authority.next");
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(next, whole.substring(0, length));
      assertThat(state(LESSER)).isEqualTo(new Active(2));
    }
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(record, whole.substring(0, length));
      assertThatExceptionOfType(StoreCorruptException.class)
          .as("%s bytes", length)
          .isThrownBy(() -> state(LESSER));
    }
    Files.writeString(record, whole);
    assertThat(state(LESSER)).isEqualTo(new Active(2));
  }

  /** At each point where a migration writes, the record's steps included. */
  @ParameterizedTest
  @CsvSource({"lesser, whole", "whole, lesser"})
  void aMigrationThatIsKilledAnywhereIsGoneOnWith(String from, String to) throws IOException {
    int points = migrateUntil(from, to, 0);
    assertThat(points).isGreaterThan(8);
    for (int point = 1; point <= points; point++) {
      migrateUntil(from, to, point);
      int active = 0;
      for (String each : List.of(from, to)) {
        active += state(each) instanceof Active ? 1 : 0;
      }
      assertThat(active).as("active stores after point %s", point).isLessThanOrEqualTo(1);
      try (Ipam ipam = builder(to).open()) {
        assertThat(ipam.usage("s").allocated()).isEqualTo(BigInteger.TWO);
        ipam.allocate("s");
      }
      assertThat(state(to)).as("after point %s", point).isEqualTo(new Active(2));
      assertThat(state(from)).as("after point %s", point).isInstanceOf(Retired.class);
    }
  }

  /** Migrates between new stores, killed at a point; returns how many there were. */
  private int migrateUntil(String from, String to, int point) throws IOException {
    directory = Files.createDirectories(root.resolve("point-" + point));
    filled(from);
    Writes writes = new Writes(point);
    OpenedStore one = builder(from).openStore(from, false);
    OpenedStore other = builder(to).openStore(to, true);
    try {
      new StoreMigrator()
          .migrate(
              new OpenedStore(from, writes.watch(one.driver())),
              new OpenedStore(to, writes.watch(other.driver())),
              MigrationOptions.OFFLINE,
              MigrationListener.NONE);
    } catch (Writes.Killed e) {
      assertThat(point).isPositive();
    } finally {
      one.driver().close();
      other.driver().close();
    }
    return writes.points();
  }

  /** It is emptied by its driver's own operations, which remove no scope that has pools. */
  @Test
  void poolsAreRemovedBeforeTheirScopes() {
    try (Ipam ipam = builder(LESSER).createIfMissing().open()) {
      Content.fill(ipam.driver());
    }
    builder(WHOLE).open().close();
    OpenedStore lesser = builder(LESSER).openStore(LESSER, true);
    try {
      assertThat(Stores.purge(lesser, MigrationListener.NONE)).isPositive();
      assertThat(Records.isEmpty(lesser)).isTrue();
      assertThat(lesser.authority().state()).isEqualTo(new AuthorityState.Unused());
    } finally {
      lesser.driver().close();
    }
  }
}
