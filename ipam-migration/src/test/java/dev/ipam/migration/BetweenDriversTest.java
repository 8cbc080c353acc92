package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.DriverRegistry;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.AddressRange;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in driver and the reference driver, on SQLite, in either direction. */
class BetweenDriversTest {
  private static final long MINUTES = 60_000;

  @TempDir Path directory;
  private final SetClock clock = new SetClock();

  private OpenedStore open(String driver) {
    IpamDriverProvider provider =
        DriverRegistry.load(BetweenDriversTest.class.getClassLoader()).choose(driver);
    Map<String, String> settings = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> settings.put(setting.key(), setting.defaultValue()));
    settings.put("ipam.builtin.path", directory.resolve("store").toString());
    settings.put("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("ipam.db"));
    settings.keySet().removeIf(key -> !key.startsWith("ipam." + driver + "."));
    return new OpenedStore(
        driver, provider.open(new DriverContext(settings, true, clock, new Random(1))));
  }

  /** Some operations, with time going by. */
  private List<String> work(OpenedStore store, long seed, int count) {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i += 5) {
      clock.tick(new Random(seed + i).nextInt(20) * MINUTES);
      answers.addAll(Content.change(store.driver(), seed + i, 5));
    }
    return answers;
  }

  @ParameterizedTest
  @CsvSource({
    "builtin, reference, 1",
    "reference, builtin, 2",
    "builtin, reference, 3",
    "reference, builtin, 4"
  })
  void whatFollowsHoldsWhatItsLeaderHoldsAndAnswersAsItDoes(String one, String other, long seed) {
    OpenedStore leader = open(one);
    OpenedStore replica = open(other);
    try {
      Authority.activateUnused(leader.driver());
      Content.fill(leader.driver());
      work(leader, seed, 100);
      ChangeFeed feed = leader.driver().extension(ChangeFeed.class).orElseThrow();
      Following state = new Loading(leader.ref(), 2, feed.position());
      replica.authority().change(new Unused(), state);
      Import.run(leader, replica, MigrationListener.NONE);
      for (int round = 0; round < 8; round++) {
        work(leader, 1_000L * seed + 50L * round, 45);
        if (round == 5) {
          leader.driver().removeSubnet("c", true);
          leader
              .driver()
              .updateSubnet(
                  SubnetUpdate.of("b")
                      .withPools(
                          PoolsChoice.of(List.of(AddressRange.parse("10.0.4.5-10.0.4.40")))));
        }
        state = follow(feed, replica, state, 1 + 13 * round);
        assertThat(differences(leader, replica)).as("round %s", round).isEmpty();
      }
      leader.authority().change(new Active(1), new Retired(1, replica.ref(), null));
      replica.authority().change(state, new Active(2));
      leader.authority().change(new Retired(1, replica.ref(), null), new Active(3));
      List<String> answers = Content.change(leader.driver(), 99, 300);
      assertThat(Content.change(replica.driver(), 99, 300)).isEqualTo(answers);
    } finally {
      leader.driver().close();
      replica.driver().close();
    }
  }

  private static Following follow(ChangeFeed feed, OpenedStore replica, Following from, int batch) {
    Target target = new Target(replica, from);
    List<Change> all;
    try (Stream<Change> changes = feed.changes(String.valueOf(from.position()))) {
      all = changes.toList();
    }
    for (int i = 0; i < all.size(); i++) {
      target.add(all.get(i));
      if (i % batch == 0) {
        target.flush();
      }
    }
    target.complete();
    return target.state();
  }

  private static List<Difference> differences(OpenedStore one, OpenedStore other) {
    List<Difference> found = new ArrayList<>();
    Verification.compare(one, other, MigrationListener.NONE, found::add);
    return found;
  }

  /** There, back, and there again: by import, by changes, and by comparison. */
  @Test
  void roundTrips() {
    OpenedStore builtin = open("builtin");
    OpenedStore reference = open("reference");
    try {
      Authority.activateUnused(builtin.driver());
      Content.fill(builtin.driver());
      work(builtin, 5, 100);
      List<SnapshotRecord> before = TwoStores.records(builtin);
      assertThat(migrate(builtin, reference).way()).isEqualTo("import");
      assertThat(TwoStores.records(reference)).isEqualTo(before);

      work(reference, 6, 100);
      before = TwoStores.records(reference);
      assertThat(migrate(reference, builtin).way()).isEqualTo("changes");
      assertThat(TwoStores.records(builtin)).isEqualTo(before);

      work(builtin, 7, 100);
      builtin.driver().removeSubnet("low", true);
      Retired retired = (Retired) reference.authority().state();
      reference
          .authority()
          .change(retired, new Retired(retired.epoch(), retired.successor(), null));
      before = TwoStores.records(builtin);
      assertThat(migrate(builtin, reference).way()).isEqualTo("comparison");
      assertThat(TwoStores.records(reference)).isEqualTo(before);

      assertThat(migrate(reference, builtin).epoch()).isEqualTo(5);
      assertThat(Stores.purge(reference, MigrationListener.NONE)).isPositive();
      assertThat(Records.isEmpty(reference)).isTrue();
      assertThat(migrate(builtin, reference).way()).isEqualTo("import");
      assertThat(TwoStores.records(reference)).isEqualTo(before);
    } finally {
      builtin.driver().close();
      reference.driver().close();
    }
  }

  private static MigrationReport migrate(OpenedStore from, OpenedStore to) {
    return new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
  }
}
