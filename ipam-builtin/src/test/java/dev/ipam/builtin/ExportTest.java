package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.ImportSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC);

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
    Path one = shared.resolve("one");
    Path two = shared.resolve("two");
    try (BuiltinDriver origin = Opened.with(Opened.context(one, CLOCK));
        BuiltinDriver copy = Opened.with(Opened.context(two, CLOCK))) {
      new Workload(seed, origin, true).run(operations);
      List<SnapshotRecord> exported = records(origin);
      load(copy, exported);

      assertThat(records(copy)).isEqualTo(exported);
      assertThat(new Workload(seed + 1, copy, true).run(120))
          .isEqualTo(new Workload(seed + 1, origin, true).run(120));
      assertThat(tokens(copy)).isEqualTo(tokens(origin));
      assertThat(tokenless(copy)).isEqualTo(tokenless(origin));
    } finally {
      delete(one);
      delete(two);
    }
  }

  @Property(tries = 5)
  void whateverIsExportedIsInOrderAndCanBeImported(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 250) int operations) throws IOException {
    Path one = shared.resolve("one");
    try {
      List<SnapshotRecord> exported;
      try (BuiltinDriver origin = Opened.with(Opened.context(one, CLOCK))) {
        new Workload(seed, origin, false).run(operations);
        exported = records(origin);
        SnapshotCheck check = new SnapshotCheck();
        exported.forEach(check::accept);
        check.end();
      }
      try (BuiltinDriver again = Opened.with(Opened.context(one, CLOCK))) {
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

  private static List<String> tokenless(BuiltinDriver driver) {
    return records(driver).stream()
        .map(record -> record.toString().replaceAll("token=\\d+", "token"))
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
