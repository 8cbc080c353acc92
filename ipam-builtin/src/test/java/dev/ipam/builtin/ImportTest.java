package dev.ipam.builtin;

import static dev.ipam.builtin.ExportTest.load;
import static dev.ipam.builtin.ExportTest.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.DriverClosedException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.BoundKey;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.ImportSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that end in any way there is. */
class ImportTest {
  private static final String PRINT = "0123456789abcdef0123456789abcdef";
  private static final SnapshotRecord MARK = new TokenMark(100);
  private static final SnapshotRecord SUBNET =
      new SubnetRecord(Subnet.of(SubnetRequest.of("s", "10.0.0.0/24")), null);

  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  /** Rule 6.38: it closes no file that the store is made of. */
  @Test
  void anInterruptWhileAnImportBeginsSpoilsNothing() throws IOException {
    List<SnapshotRecord> dump = dump();
    try (BuiltinDriver driver = open(store)) {
      Thread.currentThread().interrupt();
      try (ImportSession session = driver.beginImport()) {
        assertThat(Thread.interrupted()).isTrue();
        session.add(dump);
        session.commit();
      }
    }
    try (BuiltinDriver driver = open(store)) {
      assertThat(records(driver)).isEqualTo(dump);
    }
  }

  @Test
  void anImportThatEndsAnywhereLeavesNoTrace() throws IOException {
    List<SnapshotRecord> dump = dump();
    try (BuiltinDriver driver = open(store)) {
      for (int end = 0; end <= dump.size(); end += 4) {
        try (ImportSession session = driver.beginImport()) {
          dump.subList(0, end).forEach(record -> session.add(List.of(record)));
          assertThat(records(driver)).containsExactly(new TokenMark(0));
        }
        assertUntouched(driver);
      }
      load(driver, dump);
      assertThat(records(driver)).isEqualTo(dump);
    }
  }

  @Test
  void aFaultAtAnyRecordLeavesNoTrace() throws IOException {
    List<SnapshotRecord> dump = dump();
    try (BuiltinDriver driver = open(store)) {
      for (int at = 0; at < dump.size(); at++) {
        if (isAmongItsLike(dump, at)) {
          continue;
        }
        try (ImportSession session = driver.beginImport()) {
          session.add(dump.subList(0, at + 1));
          List<SnapshotRecord> again = List.of(dump.get(at == 0 ? 0 : at - 1));
          assertThatExceptionOfType(InvalidDumpException.class)
              .isThrownBy(() -> session.add(again))
              .satisfies(e -> assertThat(e.position()).startsWith("record "));
          assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        }
        assertUntouched(driver);
      }
      load(driver, dump);
      assertThat(records(driver)).isEqualTo(dump);
    }
  }

  /** Whether the records around it are of its kind: a fault there is one at the ones beside it. */
  private static boolean isAmongItsLike(List<SnapshotRecord> dump, int at) {
    return at > 1
        && at + 1 < dump.size()
        && dump.subList(at - 2, at + 2).stream().map(Object::getClass).distinct().count() == 1;
  }

  /** What is on the disk in the midst of an import is what a crash then leaves. */
  @Test
  void aCrashAnywhereLeavesNoTrace() throws IOException {
    List<SnapshotRecord> dump = dump();
    try (BuiltinDriver driver = open(store);
        ImportSession session = driver.beginImport()) {
      for (int at = 0; at < dump.size(); at += 7) {
        session.add(dump.subList(at, Math.min(dump.size(), at + 7)));
        Path crashed = directory.resolve("crashed");
        CopyAtRest.copy(store, crashed);
        try (BuiltinDriver after = open(crashed)) {
          assertUntouched(after);
          assertThat(crashed.resolve("import")).doesNotExist();
        }
        ExportTest.delete(crashed);
      }
    }
  }

  @Test
  void aCrashBetweenTheStepsOfTakingItsPlaceIsAllOrNothing() throws IOException {
    List<SnapshotRecord> dump = dump();
    open(store).close();
    Path done = directory.resolve("done");
    try (BuiltinDriver driver = open(done)) {
      load(driver, dump);
    }
    Files.move(store.resolve("db"), store.resolve("db.former"));
    try (BuiltinDriver driver = open(store)) {
      assertUntouched(driver);
      assertThat(store.resolve("db.former")).doesNotExist();
    }
    Files.createDirectory(done.resolve("db.former"));
    Files.writeString(done.resolve("db.former").resolve("CURRENT"), "left");
    try (BuiltinDriver driver = open(done)) {
      assertThat(records(driver)).isEqualTo(dump);
      assertThat(done.resolve("db.former")).doesNotExist();
    }
  }

  @Test
  void survivesReopening() {
    List<SnapshotRecord> dump = dump();
    try (BuiltinDriver driver = open(store)) {
      load(driver, dump);
    }
    try (BuiltinDriver driver = open(store)) {
      assertThat(records(driver)).isEqualTo(dump);
    }
  }

  @Test
  void isRefusedWhereSomethingIs() {
    try (BuiltinDriver driver = open(store)) {
      driver.createScope(new AddressScope("s", "default", dev.ipam.net.IpFamily.IPV4, false));
      assertThatExceptionOfType(StoreNotEmptyException.class)
          .isThrownBy(driver::beginImport)
          .withMessageContaining(store.toString());
      driver.removeScope("s");
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      assertThatExceptionOfType(StoreNotEmptyException.class).isThrownBy(driver::beginImport);
    }
  }

  @Test
  void isRefusedAtItsEndWhereSomethingHasCome() {
    try (BuiltinDriver driver = open(store);
        ImportSession session = driver.beginImport()) {
      session.add(dump());
      driver.createSubnet(SubnetRequest.of("mine", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.any("mine"));
      List<SnapshotRecord> before = records(driver);

      assertThatExceptionOfType(StoreNotEmptyException.class).isThrownBy(session::commit);
      assertThat(records(driver)).isEqualTo(before);
      assertThat(store.resolve("import")).doesNotExist();
    }
  }

  @Test
  void isOneAtATime() {
    try (BuiltinDriver driver = open(store)) {
      ImportSession first = driver.beginImport();
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(driver::beginImport)
          .withMessageContaining("an import is under way");
      first.close();
      load(driver, dump());
    }
  }

  @Test
  void endsWithItsDriver() {
    BuiltinDriver driver = open(store);
    ImportSession session = driver.beginImport();
    driver.close();

    assertThatExceptionOfType(DriverClosedException.class)
        .isThrownBy(() -> session.add(List.of(MARK)));
    session.close();
    assertThat(store.resolve("import")).doesNotExist();
  }

  @Test
  void keepsTheHigherTokenMark() {
    try (BuiltinDriver driver = open(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.bulk("a", 200));
      driver.removeSubnet("a", true);
      load(driver, List.of(MARK, SUBNET));

      assertThat(driver.allocate(AllocationRequest.any("s")).get(0).token()).isEqualTo(201);
    }
    try (BuiltinDriver driver = open(directory.resolve("fresh"))) {
      load(driver, List.of(MARK, SUBNET));

      assertThat(driver.allocate(AllocationRequest.any("s")).get(0).token()).isEqualTo(101);
    }
  }

  @Test
  void refusesOneTokenForTwo() {
    refused("same token", MARK, SUBNET, held("10.0.0.5", 7, null), held("10.0.0.6", 7, null));
  }

  @Test
  void refusesKeysThatDoNotMatchWhatCarriesThem() {
    SnapshotRecord one = held("10.0.0.5", 7, "k");
    SnapshotRecord two = held("10.0.0.6", 8, "k");
    refused("no record (key \"k\")", MARK, SUBNET, one);
    refused("no record (key \"k\")", MARK, SUBNET, one, key("l", 1));
    refused("nothing is held under key \"j\"", MARK, SUBNET, one, key("j", 1));
    refused("more is held under key \"k\"", MARK, SUBNET, one, two, key("k", 1));
    SnapshotRecord created =
        new SubnetRecord(Subnet.of(SubnetRequest.of("s", "10.0.0.0/24")), new BoundKey("k", PRINT));
    refused("of a subnet's creation, too", MARK, created, one, key("k", 1));
    refused("no record (key \"k\")", MARK, created, one);
    SnapshotRecord other =
        new SubnetRecord(Subnet.of(SubnetRequest.of("t", "10.0.0.0/24")), new BoundKey("k", PRINT));
    refused("of two subnets", MARK, created, other);
  }

  @Test
  void aKeyHeldInPartIsOneOfAllItsRequests() {
    List<SnapshotRecord> dump =
        List.of(
            MARK, SUBNET, held("10.0.0.5", 7, "k"), held("10.0.0.6", 8, "k"), key("k", 1, 3, 1));
    try (BuiltinDriver driver = open(store)) {
      load(driver, dump);
      assertThat(records(driver)).isEqualTo(dump);
      driver.release(ReleaseRequest.of("s", IpAddress.parse("10.0.0.5")));
      assertThat(records(driver)).contains(key("k", 1, 3, 1));
      driver.release(ReleaseRequest.of("s", IpAddress.parse("10.0.0.6")));
      assertThat(records(driver)).doesNotContain(key("k", 1, 3, 1));
      assertThat(driver.allocate(AllocationRequest.any("s").withKey("k"))).hasSize(1);
    }
  }

  @Test
  void aKeyHeldInPartAcrossSubnetsIsFreeWhenNothingIsHeld() {
    SnapshotRecord other = new SubnetRecord(Subnet.of(SubnetRequest.of("t", "10.0.0.0/24")), null);
    AllocationRecord first = (AllocationRecord) held("10.0.0.5", 7, "k");
    SnapshotRecord second =
        new AllocationRecord(
            new Allocation(
                "t",
                IpAddress.parse("10.0.0.6"),
                null,
                Instant.EPOCH,
                RequestKind.ANY,
                8,
                "k",
                AllocationContext.NONE));
    try (BuiltinDriver driver = open(store)) {
      load(driver, List.of(MARK, SUBNET, first, other, second, key("k", 2, 1)));
      driver.removeSubnet("t", true);
      assertThatExceptionOfType(IdempotencyConflictException.class)
          .isThrownBy(() -> driver.allocate(AllocationRequest.any("s").withKey("k")));
      driver.release(ReleaseRequest.of(first.allocation()));

      assertThat(driver.allocate(AllocationRequest.any("s").withKey("k"))).hasSize(1);
    }
  }

  /** Nothing rests out while a test runs. */
  private static BuiltinDriver open(Path path) {
    return Opened.with(Opened.context(path, new TickingClock()));
  }

  private void refused(String reason, SnapshotRecord... records) {
    try (BuiltinDriver driver = open(store)) {
      assertThatExceptionOfType(InvalidDumpException.class)
          .isThrownBy(() -> load(driver, List.of(records)))
          .satisfies(e -> assertThat(e.reason()).contains(reason));
      assertUntouched(driver);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static SnapshotRecord held(String address, long token, String key) {
    return new AllocationRecord(
        new Allocation(
            "s",
            IpAddress.parse(address),
            null,
            Instant.EPOCH,
            RequestKind.ANY,
            token,
            key,
            AllocationContext.NONE));
  }

  private static SnapshotRecord key(String key, Integer... counts) {
    return new KeyRecord(new BoundKey(key, PRINT), List.of(counts));
  }

  /** One that has some of everything. */
  private List<SnapshotRecord> dump() {
    try (BuiltinDriver origin = open(directory.resolve("origin"))) {
      long seed = 7;
      List<SnapshotRecord> records = new ArrayList<>();
      while (records.size() < 20 || !(records.get(records.size() - 1) instanceof KeyRecord)) {
        new Workload(seed++, origin, true).run(15);
        records = new ArrayList<>(records(origin));
      }
      return records;
    }
  }

  private static void assertUntouched(BuiltinDriver driver) throws IOException {
    assertThat(records(driver)).containsExactly(new TokenMark(0));
    assertThat(driver.subnets()).isEmpty();
    assertThat(Path.of(driver.store().location()).resolve("import")).doesNotExist();
  }
}
