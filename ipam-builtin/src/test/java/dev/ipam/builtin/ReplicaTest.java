package dev.ipam.builtin;

import static dev.ipam.builtin.ExportTest.load;
import static dev.ipam.builtin.ExportTest.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules IPAM-7.06 and 7.22: a store that follows another one comes to hold what that one holds. */
class ReplicaTest {
  private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);

  private static Path shared;

  @TempDir Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    shared = Files.createTempDirectory("replica-test");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    ExportTest.delete(shared);
  }

  @Property(tries = 25)
  void whatFollowsAnswersAsItsLeader(@ForAll long seed) throws IOException {
    TickingClock clock = new TickingClock();
    answersAsItsLeader(seed, clock, context("one", clock), context("two", clock));
  }

  /** Of the two one is in memory, or both are. */
  @Property(tries = 25)
  void inMemoryToo(@ForAll long seed) throws IOException {
    TickingClock clock = new TickingClock();
    DriverContext memory = Opened.inMemory(clock);
    boolean leads = seed % 3 != 0;
    boolean follows = seed % 3 != 1;
    answersAsItsLeader(
        seed,
        clock,
        leads ? memory : context("one", clock),
        follows ? memory : context("two", clock));
  }

  private void answersAsItsLeader(
      long seed, TickingClock clock, DriverContext one, DriverContext two) throws IOException {
    Random random = new Random(seed);
    try (BuiltinDriver leader = Opened.with(one);
        BuiltinDriver replica = unused(two)) {
      new Workload(seed, leader, true, clock::tick).run(random.nextInt(120));
      Loading begun = new Loading(ref(leader), 2, leader.position());
      replica.change(new Unused(), begun);
      if (random.nextInt(4) > 0) {
        load(replica, records(leader));
      } else {
        begun = copyByChanges(leader, replica, begun);
      }
      Following state = begun;
      for (int round = 0; round < 5; round++) {
        new Workload(random.nextLong(), leader, true, clock::tick).run(random.nextInt(60));
        state = follow(leader, replica, state, 1 + random.nextInt(40));
        if (random.nextInt(3) == 0) {
          replica.apply(state, List.of());
          replica.check(ReplicaTest::fail);
        }
      }
      state = follow(leader, replica, state, 1_000);
      replica.apply(state, List.of());
      clock.tick(0);

      assertThat(records(replica)).isEqualTo(records(leader));
      assertThat(state.position()).isEqualTo(leader.position());
      replica.check(ReplicaTest::fail);

      leader.change(new Active(1), new Retired(1, ref(replica), null));
      replica.change(state, new Active(2));
      leader.change(new Retired(1, ref(replica), null), new Active(3));
      long later = random.nextLong();
      List<String> answers = new Workload(later, leader, true).run(150);
      assertThat(new Workload(later, replica, true).run(150)).isEqualTo(answers);
      assertThat(tokenless(replica)).isEqualTo(tokenless(leader));
      replica.check(ReplicaTest::fail);
    } finally {
      ExportTest.delete(shared.resolve("one"));
      ExportTest.delete(shared.resolve("two"));
    }
  }

  /** As a migration does whose target cannot be imported into: everything as upserts. */
  private static Loading copyByChanges(
      BuiltinDriver leader, BuiltinDriver replica, Loading positioned) {
    Loading without = positioned.reaching(null);
    replica.change(positioned, without);
    List<Change> all =
        records(leader).stream()
            .map(record -> new Change("none", new Change.Upsert(record)))
            .toList();
    for (int from = 0; from < all.size(); from += 7) {
      replica.apply(without, all.subList(from, Math.min(all.size(), from + 7)));
    }
    assertThat(replica.state()).isEqualTo(without);
    replica.change(without, positioned);
    return positioned;
  }

  /**
   * What failed may have used up a token: only their order is the same. Fingerprints are of
   * requests, and that of a transfer names a token.
   */
  private static List<String> tokenless(BuiltinDriver driver) {
    return records(driver).stream()
        .map(record -> record.toString().replaceAll("token=\\d+|fingerprint=\\p{XDigit}+", ""))
        .toList();
  }

  @Example
  void aTransferUnderAKeyFitsItsTokenOnly() throws IOException {
    whatFollowsAnswersAsItsLeader(-2744);
  }

  private static void fail(CheckProblem problem) {
    throw new AssertionError(problem.toString());
  }

  private static Following follow(
      BuiltinDriver leader, BuiltinDriver replica, Following from, int batch) {
    Following state = from;
    List<Change> some = new ArrayList<>();
    try (Stream<Change> changes = leader.changes(String.valueOf(state.position()))) {
      for (Change change : (Iterable<Change>) changes::iterator) {
        some.add(change);
        if (some.size() == batch) {
          state = replica.apply(state, some);
          some.clear();
        }
      }
    }
    return replica.apply(state, some);
  }

  @Test
  void aBulkUnderOneKeyThatComesInPartsIsHeldUnderIt() {
    AllocationRequest bulk = AllocationRequest.of(new AddressRequest.Bulk(2_500), "a").withKey("k");
    try (BuiltinDriver leader = Opened.with(context("one", Clock.systemUTC()));
        BuiltinDriver replica = unused("two", Clock.systemUTC())) {
      leader.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      Loading begun = begin(leader, replica);
      List<Allocation> held = leader.allocate(bulk);
      Following state = follow(leader, replica, begun, 100);
      leader.change(new Active(1), new Retired(1, ref(replica), null));
      replica.change(state, new Active(2));

      assertThat(replica.allocate(bulk)).isEqualTo(held);
      assertThat(replica.usage("a").allocated()).isEqualTo(2_500);
      replica.release(ReleaseRequest.of(held.get(7)));
      assertThatExceptionOfType(IdempotencyConflictException.class)
          .isThrownBy(() -> replica.allocate(bulk));
    }
  }

  @Test
  void onlyTheExpectedStateIsAppliedTo() {
    try (BuiltinDriver leader = Opened.with(context("one", Clock.systemUTC()));
        BuiltinDriver replica = unused("two", Clock.systemUTC())) {
      Loading begun = begin(leader, replica);
      Following other = new Loading(ref(leader), 3, begun.position());
      assertThatExceptionOfType(AuthorityConflictException.class)
          .isThrownBy(() -> replica.apply(other, List.of()));
      assertThatExceptionOfType(AuthorityConflictException.class)
          .isThrownBy(() -> replica.apply(begun.reaching("another"), List.of()));
      assertThatExceptionOfType(AuthorityConflictException.class)
          .isThrownBy(() -> leader.apply(begun, List.of()));
      assertThat(replica.apply(begun, List.of())).isEqualTo(begun);
    }
  }

  @Test
  void whatNoStoreCouldHoldIsRefusedAndLeavesNoTrace() {
    try (BuiltinDriver leader = Opened.with(context("one", Clock.systemUTC()));
        BuiltinDriver replica = unused("two", Clock.systemUTC())) {
      leader.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      leader.createSubnet(SubnetRequest.of("v6", "2001:db8::/32"));
      Loading begun = begin(leader, replica);
      List<SnapshotRecord> before = records(replica);
      Allocation good = leader.allocate(AllocationRequest.any("a")).get(0);
      AddressRange wide =
          new AddressRange(IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8:1::"));
      for (SnapshotRecord bad :
          List.of(
              new AllocationRecord(
                  new Allocation(
                      "b",
                      good.address(),
                      null,
                      good.allocatedAt(),
                      good.kind(),
                      1,
                      null,
                      good.context())),
              new SpentRecord("v6", List.of(wide)),
              new SpentRecord("a", List.of(wide)),
              new SnapshotRecord.RestRecord("a", good.address(), START),
              new SnapshotRecord.PassRecord("a", IpAddress.parse("10.0.1.1")))) {
        List<Change> changes =
            List.of(
                new Change("x", new Change.Upsert(new AllocationRecord(good))),
                new Change("y", new Change.Upsert(bad)));
        assertThatExceptionOfType(InvalidDumpException.class)
            .as("%s", bad)
            .isThrownBy(() -> replica.apply(begun, changes));
        assertThat(records(replica)).isEqualTo(before);
        assertThat(replica.state()).isEqualTo(begun);
      }
    }
  }

  private static Loading begin(BuiltinDriver leader, BuiltinDriver replica) {
    Loading begun = new Loading(ref(leader), 2, leader.position());
    replica.change(new Unused(), begun);
    load(replica, records(leader));
    return begun;
  }

  private static StoreRef ref(BuiltinDriver driver) {
    return new StoreRef("builtin", driver.store().id());
  }

  private BuiltinDriver unused(String name, Clock clock) {
    return unused(context(name, clock));
  }

  private static BuiltinDriver unused(DriverContext context) {
    BuiltinDriver driver = (BuiltinDriver) new BuiltinDriverProvider().open(context);
    assertThat(driver.state()).isEqualTo(new Unused());
    return driver;
  }

  private DriverContext context(String name, Clock clock) {
    Path at = directory == null ? shared : directory;
    return Opened.context(at.resolve(name), clock, true, Map.of("ipam.builtin.durability", "os"));
  }
}
