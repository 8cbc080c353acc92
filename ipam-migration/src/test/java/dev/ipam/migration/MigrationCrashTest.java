package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A migration is killed before and after everything that it writes, and then gone on with or given
 * up: the points are counted by a migration that runs through, not chosen.
 */
class MigrationCrashTest {
  /** What the target is at the beginning. */
  enum Kind {
    /** A new store. */
    NEW,
    /** One that handed over earlier, and knows what it is missing. */
    STALE,
    /** One that handed over earlier, and does not know what it is missing. */
    UNKNOWN
  }

  @TempDir Path directory;

  private TwoStores begin(Path at, Kind kind) {
    TwoStores stores = TwoStores.in(at);
    if (kind == Kind.NEW) {
      stores.activate(stores.one());
      Content.fill(stores.one().driver());
      return stores;
    }
    stores.activate(stores.two());
    Content.fill(stores.two().driver());
    migrate(stores.two(), stores.one());
    Content.change(stores.one().driver(), 3, 120);
    stores.one().driver().removeSubnet("b", true);
    if (kind == Kind.UNKNOWN) {
      Retired retired = (Retired) stores.stateOf(stores.two());
      stores
          .two()
          .authority()
          .change(retired, new Retired(retired.epoch(), retired.successor(), null));
    }
    return stores;
  }

  private static void migrate(OpenedStore from, OpenedStore to) {
    new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
  }

  /** What is killed at a point; returns how many points there were. */
  private static int run(TwoStores stores, MigrationOptions options, int killAt) {
    Writes writes = new Writes(killAt);
    try {
      new StoreMigrator()
          .migrate(stores.one(writes), stores.two(writes), options, MigrationListener.NONE);
    } catch (Writes.Killed e) {
      assertThat(killAt).isPositive();
    }
    return writes.points();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnOrIsGivenUpFromEveryPoint(Kind kind) throws IOException {
    int points;
    try (TwoStores stores = begin(directory.resolve("whole"), kind)) {
      points = run(stores, MigrationOptions.OFFLINE, 0);
      assertThat(stores.stateOf(stores.two())).isInstanceOf(Active.class);
    }
    assertThat(points).isGreaterThan(8);
    for (int killAt = 1; killAt <= points; killAt++) {
      kill(kind, killAt, true);
      kill(kind, killAt, false);
    }
  }

  private void kill(Kind kind, int killAt, boolean resume) throws IOException {
    Path at = directory.resolve("killed");
    try (TwoStores stores = begin(at, kind)) {
      List<SnapshotRecord> before = TwoStores.records(stores.one());
      run(stores, MigrationOptions.OFFLINE, killAt);
      stores.reopen();
      assertAtMostOneActive(stores);
      if (resume) {
        migrate(stores.one(), stores.two());
        assertThat(TwoStores.records(stores.two())).isEqualTo(before);
        assertThat(stores.stateOf(stores.two())).isInstanceOf(Active.class);
        assertThat(stores.stateOf(stores.one())).isInstanceOf(Retired.class);
      } else if (stores.stateOf(stores.two()) instanceof Active) {
        assertThatThrownBy(() -> Stores.abort(stores.one(), stores.two()))
            .isInstanceOf(MigrationRefusedException.class);
      } else {
        abort(stores);
        assertThat(TwoStores.records(stores.one())).isEqualTo(before);
      }
      assertServes(stores);
    } finally {
      delete(at);
    }
  }

  /** The migration that is given up is itself killed at every point, and given up again. */
  private static void abort(TwoStores stores) {
    boolean begun = stores.stateOf(stores.two()) instanceof Loading;
    for (int point = 1; begun; point++) {
      Writes writes = new Writes(point);
      try {
        Stores.abort(stores.one(writes), stores.two(writes));
        break;
      } catch (Writes.Killed e) {
        stores.reopen();
        assertAtMostOneActive(stores);
        begun =
            !(stores.stateOf(stores.one()) instanceof Active)
                || stores.stateOf(stores.two()) instanceof Loading;
      }
    }
    assertThat(stores.stateOf(stores.one())).isInstanceOf(Active.class);
    assertThat(stores.stateOf(stores.two())).isInstanceOfAny(Retired.class, Unused.class);
  }

  private static void assertAtMostOneActive(TwoStores stores) {
    AuthorityState one = stores.stateOf(stores.one());
    AuthorityState two = stores.stateOf(stores.two());
    assertThat(isActive(one) && isActive(two)).as("%s and %s", one, two).isFalse();
  }

  private static boolean isActive(AuthorityState state) {
    return state instanceof Active || state instanceof Closing;
  }

  /** One of the two serves, and only it; and it can be migrated from, to the other. */
  private static void assertServes(TwoStores stores) {
    boolean second = stores.stateOf(stores.two()) instanceof Active;
    OpenedStore serving = second ? stores.two() : stores.one();
    OpenedStore other = second ? stores.one() : stores.two();
    Content.change(serving.driver(), 11, 20);
    List<SnapshotRecord> held = TwoStores.records(serving);
    migrate(serving, other);
    assertThat(TwoStores.records(other)).isEqualTo(held);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
