package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.ImportSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export, and that an import of it answers as its origin does. */
class ExportTest {
  private static Path shared;

  @TempDir Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    shared = Files.createTempDirectory("export-test");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    delete(shared);
  }

  @Property(tries = 12)
  void anImportExportsTheSameAndAnswersTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 250) int operations) throws IOException {
    exportsAndAnswersTheSame(seed, operations, false, false);
  }

  /** Of the two one is in memory, or both are. */
  @Property(tries = 15)
  void inMemoryToo(@ForAll long seed, @ForAll @IntRange(min = 0, max = 250) int operations)
      throws IOException {
    exportsAndAnswersTheSame(seed, operations, seed % 3 != 0, seed % 3 != 1);
  }

  private static void exportsAndAnswersTheSame(
      long seed, int operations, boolean fromMemory, boolean toMemory) throws IOException {
    Path one = shared.resolve("one");
    Path two = shared.resolve("two");
    TickingClock clock = new TickingClock();
    TickingClock copyClock = new TickingClock();
    DriverContext from = fromMemory ? Opened.inMemory(clock) : Opened.context(one, clock);
    DriverContext to = toMemory ? Opened.inMemory(copyClock) : Opened.context(two, copyClock);
    try (BuiltinDriver origin = Opened.with(from);
        BuiltinDriver copy = Opened.with(to)) {
      new Workload(seed, origin, true, clock::tick).run(operations);
      List<SnapshotRecord> exported = records(origin);
      copyClock.tick(clock.millis() - copyClock.millis());
      load(copy, exported);

      assertThat(records(copy)).isEqualTo(exported);
      assertThat(new Workload(seed + 1, copy, true, copyClock::tick).run(120))
          .isEqualTo(new Workload(seed + 1, origin, true, clock::tick).run(120));
      assertThat(tokens(copy)).isEqualTo(tokens(origin));
      assertThat(tokenless(copy)).isEqualTo(tokenless(origin));
      assertThat(copy.check(problem -> {}).problems()).isZero();
    } finally {
      delete(one);
      delete(two);
    }
  }

  @Property(tries = 5)
  void whateverIsExportedIsInOrderAndCanBeImported(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 250) int operations) throws IOException {
    Path one = shared.resolve("one");
    TickingClock clock = new TickingClock();
    try {
      List<SnapshotRecord> exported;
      try (BuiltinDriver origin = Opened.with(Opened.context(one, clock))) {
        new Workload(seed, origin, false, clock::tick).run(operations);
        exported = records(origin);
        SnapshotCheck check = new SnapshotCheck();
        exported.forEach(check::accept);
        check.end();
      }
      try (BuiltinDriver again = Opened.with(Opened.context(one, clock))) {
        assertThat(records(again)).as("after reopening").isEqualTo(exported);
      }
    } finally {
      delete(one);
    }
  }

  @Test
  void anEmptyStoreIsATokenMark() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("s"))) {
      assertThat(records(driver)).containsExactly(new TokenMark(0));
    }
  }

  /** It has rested, but was resting when the pass began, which therefore leaves it out. */
  @Test
  void whatWaitsForTheNextPassDoesSoAfterAnImport() {
    TickingClock clock = new TickingClock();
    try (BuiltinDriver origin = Opened.with(Opened.context(directory.resolve("o"), clock));
        BuiltinDriver copy = Opened.with(Opened.context(directory.resolve("c"), clock))) {
      SubnetSettings settings =
          new SubnetSettings(
              GatewayChoice.AUTOMATIC,
              PoolsChoice.GENERATED,
              AllocationPolicy.SEQUENTIAL,
              Duration.ofSeconds(10));
      origin.createSubnet(SubnetRequest.of("a", "10.0.0.0/29").withSettings(settings));
      origin.allocate(AllocationRequest.bulk("a", 5));
      release(origin, "10.0.0.2");
      release(origin, "10.0.0.6");
      clock.tick(11_000);
      release(origin, "10.0.0.5");
      assertThat(any(origin)).isEqualTo("10.0.0.2");
      clock.tick(11_000);
      List<SnapshotRecord> exported = records(origin);
      assertThat(exported).hasAtLeastOneElementOfType(SnapshotRecord.RestRecord.class);
      load(copy, exported);

      assertThat(records(copy)).isEqualTo(exported);
      assertThat(any(copy)).isEqualTo("10.0.0.6").isEqualTo(any(origin));
      assertThat(any(copy)).isEqualTo("10.0.0.5").isEqualTo(any(origin));
      assertThat(records(copy)).isEqualTo(records(origin));
    }
  }

  private static void release(BuiltinDriver driver, String address) {
    driver.release(ReleaseRequest.of("a", IpAddress.parse(address)));
  }

  private static String any(BuiltinDriver driver) {
    return driver.allocate(AllocationRequest.any("a")).get(0).address().toString();
  }

  @Test
  void showsOneMomentWhileWritingGoesOn() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("s"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("b", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any("a"));
      List<SnapshotRecord> before = records(driver);
      try (Stream<SnapshotRecord> stream = driver.export()) {
        Iterator<SnapshotRecord> records = stream.iterator();
        assertThat(records.next()).isEqualTo(before.get(0));
        driver.allocate(AllocationRequest.any("b").withKey("k"));
        driver.removeSubnet("a", true);

        assertThat(records)
            .toIterable()
            .containsExactlyElementsOf(before.subList(1, before.size()));
      }
    }
  }

  @Test
  void cannotBeReadOnceItIsClosed() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("s"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      Stream<SnapshotRecord> stream = driver.export();
      Iterator<SnapshotRecord> records = stream.iterator();
      records.next();
      stream.close();

      assertThatThrownBy(() -> records.forEachRemaining(record -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    assertThatExceptionOfType(dev.ipam.error.DriverClosedException.class)
        .isThrownBy(
            () -> {
              BuiltinDriver driver = Opened.in(directory.resolve("s"));
              driver.close();
              driver.export();
            });
  }

  static void load(BuiltinDriver driver, List<SnapshotRecord> records) {
    try (ImportSession session = driver.beginImport()) {
      int half = records.size() / 2;
      session.add(records.subList(0, half));
      session.add(records.subList(half, records.size()));
      session.commit();
    }
  }

  static List<SnapshotRecord> records(BuiltinDriver driver) {
    try (Stream<SnapshotRecord> records = driver.export()) {
      return records.toList();
    }
  }

  /** The order in which addresses were given out. */
  private static List<String> tokens(BuiltinDriver driver) {
    return records(driver).stream()
        .filter(AllocationRecord.class::isInstance)
        .map(record -> ((AllocationRecord) record).allocation())
        .sorted(java.util.Comparator.comparingLong(Allocation::token))
        .map(allocation -> allocation.subnetId() + " " + allocation.address())
        .toList();
  }

  /** What an origin and its copy have in common: tokens only keep their order. */
  private static List<String> tokenless(BuiltinDriver driver) {
    // The fingerprint of a transfer is made from a token too.
    return records(driver).stream()
        .map(record -> record.toString().replaceAll("(token|fingerprint)=\\p{XDigit}+", "$1"))
        .toList();
  }

  static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
