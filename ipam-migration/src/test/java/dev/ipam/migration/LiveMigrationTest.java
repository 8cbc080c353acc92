package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.CheckReport;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A migration while many threads allocate and release. What each thread holds at the end, by the
 * answers that it got, is what the new store holds: nothing lost, nothing twice; and no call
 * failed.
 *
 * <p>{@code -Dipam.migration.subnets=1000 -Dipam.migration.allocations=1000} is the full size.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LiveMigrationTest {
  private static final int SUBNETS = Integer.getInteger("ipam.migration.subnets", 40);
  private static final int EACH = Integer.getInteger("ipam.migration.allocations", 100);

  @TempDir Path directory;

  static Stream<Arguments> betweenABuiltinStoreAndADatabase() {
    return Databases.available().stream()
        .filter(engine -> engine == Engine.SQLITE || engine == Engine.POSTGRESQL)
        .flatMap(engine -> Stream.of(Arguments.of(engine, false), Arguments.of(engine, true)));
  }

  @ParameterizedTest
  @MethodSource
  void betweenABuiltinStoreAndADatabase(Engine engine, boolean databaseFirst) throws Exception {
    nothingIsLostAndNoCallFails(
        Pair.withDatabase(directory, engine, databaseFirst),
        databaseFirst ? engine + " to RocksDB" : "RocksDB to " + engine);
  }

  @Test
  void betweenTwoBuiltinStores() throws Exception {
    nothingIsLostAndNoCallFails(Pair.builtin(directory), "RocksDB to RocksDB");
  }

  private static void nothingIsLostAndNoCallFails(Pair pair, String what) throws Exception {
    try (Ipam ipam = pair.builder(pair.from()).createIfMissing().open()) {
      Load load = Load.on(ipam, SUBNETS, EACH);
      load.start();
      CopyTimer timer = new CopyTimer();
      MigrationReport report = migrate(ipam, pair.to(), load, timer);
      assertThat(ipam.driverName()).isEqualTo(pair.to());
      assertThat(report.attempts()).isPositive();
      print(what, report, load);
      System.out.printf(
          "LIVE %s: the bulk in %d ms, %d records per second%n",
          what, timer.millis(), report.copied() * 1_000 / timer.millis());
      load.assertHeldBy(ipam);
      assertThat(ipam.check(problem -> assertThat(problem).isNull()).map(CheckReport::isSound))
          .contains(true);
    }
    try (Ipam left = pair.builder(pair.from()).openForReading();
        Ipam present = pair.builder(pair.to()).open()) {
      assertThat(TwoStoresState.of(left)).isInstanceOf(Retired.class);
      assertThat(TwoStoresState.of(present)).isInstanceOf(Active.class);
    }
  }

  private static MigrationReport migrate(
      Ipam ipam, String to, Load load, MigrationListener listener) throws Exception {
    try {
      return ipam.migrate(to, MigrationOptions.LIVE, listener);
    } finally {
      load.stop();
    }
  }

  private static void print(String what, MigrationReport report, Load load) {
    System.out.printf(
        "LIVE %s: %d copied and %d followed in %d ms, %d compared, held back %d ms, paused %d ms,"
            + " %d calls, the slowest %d ms, %d attempts%n",
        what,
        report.copied(),
        report.followed(),
        report.took().toMillis(),
        report.compared(),
        report.heldBack().toMillis(),
        report.pause().toMillis(),
        load.calls(),
        load.slowestMillis(),
        report.attempts());
  }

  /** How long the step took in which everything is copied. */
  private static final class CopyTimer implements MigrationListener {
    private long began;
    private long tookNanos;

    @Override
    public void step(String step) {
      long now = System.nanoTime();
      if (step.startsWith("Copying everything")) {
        began = now;
      } else if (began != 0 && tookNanos == 0) {
        tookNanos = now - began;
      }
    }

    long millis() {
      return Math.max(1, tookNanos / 1_000_000);
    }
  }

  /**
   * For each change that the target takes, writers make two: without holding them back it would
   * never end.
   */
  @Test
  void writersAreHeldBackWhereTheyAreFasterThanTheTarget() throws Exception {
    AtomicReference<@Nullable Load> writers = new AtomicReference<>();
    AtomicReference<@Nullable Ipam> serving = new AtomicReference<>();
    IntConsumer slowness =
        changes -> {
          Load load = writers.get();
          Ipam ipam = serving.get();
          if (load != null && ipam != null) {
            load.awaitCalls(2L * changes, () -> TwoStoresState.of(ipam) instanceof Active);
          }
        };
    DriverRegistry drivers =
        DriverRegistry.of(
            new OtherProvider("first"),
            new OtherProvider("second", driver -> SlowToFollow.of(driver, slowness)));
    List<String> steps = new ArrayList<>();
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void step(String step) {
            steps.add(step);
          }
        };
    try (Ipam ipam = Pair.builtin(directory, drivers).builder("first").createIfMissing().open()) {
      Load load = Load.on(ipam, 5, 10);
      load.start();
      serving.set(ipam);
      writers.set(load);
      MigrationReport report;
      try {
        report = ipam.migrate("second", MigrationOptions.LIVE, listener);
      } finally {
        load.stop();
      }
      load.assertHeldBy(ipam);
      print("RocksDB to one slower than the writers", report, load);
    }
    assertThat(steps).anyMatch(step -> step.contains("holding writers back"));
  }

  /** Whoever lost track compares everything again, which no write waits for. */
  @Test
  void whatChangedIsNotKeptAndIsComparedWhileTheSourceServes() throws Exception {
    DriverRegistry drivers =
        DriverRegistry.of(
            new OtherProvider("first", driver -> Forgetful.of(driver, 2)),
            new OtherProvider("second"));
    List<String> steps = new ArrayList<>();
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void step(String step) {
            steps.add(step.replaceAll("[ ,.:].*", ""));
          }
        };
    try (Ipam ipam = Pair.builtin(directory, drivers).builder("first").createIfMissing().open()) {
      Load load = Load.on(ipam, 5, 10);
      load.start();
      MigrationReport report;
      try {
        report = ipam.migrate("second", MigrationOptions.LIVE, listener);
      } finally {
        load.stop();
      }
      load.assertHeldBy(ipam);
      print("RocksDB to RocksDB, changes forgotten twice", report, load);
    }
    steps.removeIf("Changes"::equals);
    assertThat(steps.subList(0, steps.indexOf("Handing") + 1))
        .containsExactly(
            "Claiming",
            "Copying",
            "Comparing",
            "Comparing",
            "Comparing",
            "Comparing",
            "Comparing",
            "Handing");
  }
}
