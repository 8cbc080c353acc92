package dev.ipam.builtin;

import static dev.ipam.builtin.ExportTest.load;
import static dev.ipam.builtin.ExportTest.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
  private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

  private static Path shared;

  @TempDir Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    shared = Files.createTempDirectory("changes-test");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    ExportTest.delete(shared);
  }

  @Property(tries = 12)
  void aFollowerHasWhatTheStoreHas(@ForAll long seed) throws IOException {
    Path one = shared.resolve("one");
    Random random = new Random(seed);
    TickingClock clock = new TickingClock();
    try {
      Follower follower;
      String position;
      try (BuiltinDriver driver = open(one, clock, Map.of())) {
        new Workload(seed, driver, false, clock::tick).run(random.nextInt(150));
        position = driver.position();
        follower = new Follower(records(driver));
        for (int round = 0; round < 6; round++) {
          new Workload(random.nextLong(), driver, false, clock::tick).run(random.nextInt(60));
          position = follow(driver, follower, position, random.nextInt(3) == 0 ? 5 : 1 << 30);
        }
        new Workload(random.nextLong(), driver, false, clock::tick).run(random.nextInt(60));
      }
      try (BuiltinDriver driver = open(one, clock, Map.of())) {
        position = follow(driver, follower, position, 1 << 30);

        assertThat(resting(follower.records(), clock)).isEqualTo(resting(records(driver), clock));
        assertThat(position).isEqualTo(driver.position());
        assertThat(driver.changes(position)).isEmpty();
      }
    } finally {
      ExportTest.delete(one);
    }
  }

  @Property(tries = 12)
  void aFollowerHasWhatAStoreInMemoryHas(@ForAll long seed) {
    Random random = new Random(seed);
    TickingClock clock = new TickingClock();
    try (BuiltinDriver driver = Opened.with(Opened.inMemory(clock))) {
      new Workload(seed, driver, false, clock::tick).run(random.nextInt(150));
      String position = driver.position();
      Follower follower = new Follower(records(driver));
      for (int round = 0; round < 6; round++) {
        new Workload(random.nextLong(), driver, false, clock::tick).run(random.nextInt(60));
        position = follow(driver, follower, position, random.nextInt(3) == 0 ? 5 : 1 << 30);
      }
      position = follow(driver, follower, position, 1 << 30);

      assertThat(resting(follower.records(), clock)).isEqualTo(resting(records(driver), clock));
      assertThat(position).isEqualTo(driver.position());
      assertThat(driver.changes(position)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "memory"})
  void nothingIsMissedWhileManyWrite(String durability) throws InterruptedException {
    Map<String, String> settings = Map.of("ipam.builtin.durability", durability);
    try (BuiltinDriver driver = open(directory.resolve("s"), CLOCK, settings)) {
      Follower follower = new Follower(records(driver));
      String position = driver.position();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        long seed = i;
        Thread writer = new Thread(() -> new Workload(seed, driver, false).run(300));
        writers.add(writer);
        writer.start();
      }
      for (Thread writer : writers) {
        while (writer.isAlive()) {
          position = follow(driver, follower, position, 40);
        }
        writer.join();
      }
      follow(driver, follower, position, 1 << 30);

      assertThat(follower.records()).isEqualTo(records(driver));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "memory"})
  void keepsAtLeastSoManyAndSaysWhenTheyAreGone(String durability) {
    try (BuiltinDriver driver =
        open(
            directory.resolve("s"),
            CLOCK,
            Map.of("ipam.builtin.durability", durability, "ipam.builtin.changes", "50"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/22"));
      String early = driver.position();
      List<String> positions = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        positions.add(driver.position());
        driver.allocate(AllocationRequest.any("a"));
      }
      // Each allocation is three: the subnet's number, the address, the pass.
      assertThat(driver.changes(positions.get(200 - 16))).hasSizeGreaterThan(16);
      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(early))
          .satisfies(
              e -> {
                assertThat(e.position()).isEqualTo(early);
                assertThat(driver.changes(e.earliest())).hasSizeGreaterThan(16);
              });
      try (Stream<Change> longest = driver.changes(earliest(driver, early))) {
        assertThat(longest.count()).isLessThan(60);
      }
    }
  }

  @Test
  void keepsThemNoLongerThanToldTo() {
    Path store = directory.resolve("s");
    Map<String, String> hour = Map.of("ipam.builtin.changes-hours", "1");
    String early;
    String late;
    try (BuiltinDriver driver = open(store, CLOCK, hour)) {
      early = driver.position();
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      late = driver.position();
    }
    Clock after = Clock.offset(CLOCK, Duration.ofMinutes(59));
    try (BuiltinDriver driver = open(store, after, hour)) {
      driver.allocate(AllocationRequest.any("a"));
      assertThat(driver.changes(early)).isNotEmpty();
    }
    Clock muchLater = Clock.offset(CLOCK, Duration.ofMinutes(70));
    try (BuiltinDriver driver = open(store, muchLater, hour)) {
      driver.allocate(AllocationRequest.any("a"));
      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(early));
      assertThat(driver.changes(late)).isNotEmpty();
    }
  }

  /** Also where nothing was told before. */
  @Test
  void theFirstPositionOfAStoreIsNotTakenForTheLastOne() {
    Path store = directory.resolve("s");
    String position;
    try (BuiltinDriver driver = open(store, CLOCK, Map.of())) {
      position = driver.position();
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of("ipam.builtin.changes", "0"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any("a"));
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of())) {
      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(position));
    }
  }

  @Test
  void whatWasWrittenWhileNothingWasKeptIsNotSkippedOver() {
    Path store = directory.resolve("s");
    String position;
    try (BuiltinDriver driver = open(store, CLOCK, Map.of())) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      position = driver.position();
      driver.allocate(AllocationRequest.any("a"));
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of("ipam.builtin.changes", "0"))) {
      assertThat(driver.capabilities()).doesNotContain(Capability.CHANGES);
      assertThatExceptionOfType(UnsupportedException.class).isThrownBy(driver::position);
      assertThatExceptionOfType(UnsupportedException.class)
          .isThrownBy(() -> driver.changes(position));
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of())) {
      assertThat(driver.changes(position)).as("nothing was written meanwhile").isNotEmpty();
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of("ipam.builtin.changes", "0"))) {
      driver.allocate(AllocationRequest.any("a"));
    }
    try (BuiltinDriver driver = open(store, CLOCK, Map.of())) {
      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(position));
      driver.allocate(AllocationRequest.any("a"));
      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(position));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "memory"})
  void anImportIsNoSetOfChanges(String durability) {
    Map<String, String> settings = Map.of("ipam.builtin.durability", durability);
    try (BuiltinDriver origin = open(directory.resolve("o"), CLOCK, settings);
        BuiltinDriver driver = open(directory.resolve("s"), CLOCK, settings)) {
      origin.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/24"));
      driver.removeSubnet("b", true);
      String before = driver.position();
      load(driver, records(origin));

      assertThatExceptionOfType(ChangesNotKeptException.class)
          .isThrownBy(() -> driver.changes(before));
      String after = driver.position();
      driver.allocate(AllocationRequest.any("a"));
      assertThat(driver.changes(after)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "memory"})
  void positionsOfOtherStoresAreNone(String durability) {
    Map<String, String> settings = Map.of("ipam.builtin.durability", durability);
    try (BuiltinDriver one = open(directory.resolve("o"), CLOCK, settings);
        BuiltinDriver two = open(directory.resolve("s"), CLOCK, settings)) {
      for (String position :
          List.of(one.position(), "", "x", "/0", two.position() + "0", two.position() + "x")) {
        assertThatExceptionOfType(ChangesNotKeptException.class)
            .as(position)
            .isThrownBy(() -> two.changes(position));
      }
      assertThat(two.changes(two.position())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "memory"})
  void aBulkOfManyIsToldInBoundedPieces(String durability) {
    Map<String, String> settings = Map.of("ipam.builtin.durability", durability);
    try (BuiltinDriver driver = open(directory.resolve("s"), CLOCK, settings)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/14"));
      Follower follower = new Follower(records(driver));
      String position = driver.position();
      driver.allocate(AllocationRequest.bulk("a", 20_000).withKey("k"));
      String half = follow(driver, follower, position, 9_000);

      assertThat(half).as("in the midst of the commit").isEqualTo(position);
      follow(driver, follower, half, 1 << 30);
      assertThat(follower.records()).isEqualTo(records(driver));
      assertThat(records(driver).get(0)).isEqualTo(new TokenMark(20_000));
    }
  }

  /** Without what has rested, of which a follower learns by its own clock. */
  private static List<SnapshotRecord> resting(List<SnapshotRecord> records, Clock clock) {
    return records.stream()
        .filter(
            record -> !(record instanceof RestRecord rest) || rest.until().isAfter(clock.instant()))
        .toList();
  }

  private static String earliest(BuiltinDriver driver, String position) {
    try {
      driver.changes(position).close();
      return position;
    } catch (ChangesNotKeptException e) {
      return e.earliest();
    }
  }

  /** Applies no more than so many, as a follower does that is stopped. */
  private static String follow(BuiltinDriver driver, Follower follower, String position, int most) {
    String at = position;
    try (Stream<Change> changes = driver.changes(position)) {
      Iterator<Change> each = changes.iterator();
      for (int i = 0; i < most && each.hasNext(); i++) {
        Change change = each.next();
        follower.apply(change);
        at = change.position();
      }
    }
    return at;
  }

  private static BuiltinDriver open(Path store, Clock clock, Map<String, String> settings) {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.putIfAbsent("ipam.builtin.durability", "os");
    return Opened.with(Opened.context(store, clock, true, all));
  }
}
