package dev.ipam.conformance.rules;

import dev.ipam.request.ReleaseRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 7.22 to 7.24: what changed since a position. */
final class ChangeRules {
  private ChangeRules() {}

  private static final int WRITERS = 4;
  private static final int EACH = 12;

  private static ChangeFeed feed(Bench bench) {
    return bench.part(ChangeFeed.class);
  }

  private static List<Change> since(Bench bench, String position) {
    try (Stream<Change> changes = feed(bench).changes(position)) {
      return changes.toList();
    }
  }

  @RuleTest(
      value = "7.22",
      check = {
        "whether every write leaves its changes in the transaction that writes",
        "whether the removal of a subnet, a release and a pass that moves are told as well"
      })
  static void changesInOrderLeadFromThenToNow(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> start = exported(bench);
    String position = feed(bench).position();
    bench.equal("the changes since now", List.of(), since(bench, position));
    bench.subnet("new", "192.0.2.0/28");
    bench.any("new");
    bench.specific("plain", "10.0.0.9");
    bench.release("plain", "10.0.0.12");
    bench.any("plain");
    bench.driver().updateSubnet(Make.update("plain").withGateway(Make.NO_GATEWAY));
    bench.subnet("gone", "192.0.2.0/28");
    bench.driver().removeSubnet("gone", false);
    if (bench.has(Capability.KEYS)) {
      bench.driver().allocate(Make.any("new").withKey("key-2"));
    }
    if (bench.has(Capability.POOLS)) {
      PoolMake.cut(bench, "cut2", "pool", 28);
      bench.driver().removeSubnet("cut2", false);
      PoolMake.created(bench, PoolMake.pool("pool2", "172.16.0.0/16"));
      PoolMake.pools(bench).removePool("pool2");
    }
    if (bench.has(Capability.ATOMIC_REMOVE)) {
      bench.driver().removeSubnet("six", true);
    }
    followed(bench, start, position);
    bench.reopen();
    followed(bench, start, position);
  }

  private static List<SnapshotRecord> exported(Bench bench) {
    return bench.has(Capability.EXPORT) ? Dumps.export(bench) : List.of();
  }

  /** Follows at one go, and with a stop behind every change. */
  private static void followed(Bench bench, List<SnapshotRecord> start, String position) {
    Follower follower = new Follower(start);
    List<Change> changes = since(bench, position);
    changes.forEach(follower::apply);
    Set<String> told = new TreeSet<>();
    changes.forEach(each -> told.add(each.step().getClass().getSimpleName()));
    bench.require(
        told.contains("Upsert") && told.contains("SubnetRemoved"),
        "there are changes for what was written and removed",
        "there are " + told);
    if (!bench.has(Capability.EXPORT)) {
      return;
    }
    bench.equal(
        "what differs after all changes were applied",
        Set.of(),
        follower.differences(Dumps.export(bench)));
    // Changes of one commit may share a position; what is read again is harmless.
    Follower slow = new Follower(start);
    String at = position;
    for (List<Change> next = since(bench, at); !next.isEmpty(); next = since(bench, at)) {
      String from = at;
      for (Change change : next) {
        slow.apply(change);
        at = change.position();
        if (!at.equals(from)) {
          break;
        }
      }
      bench.require(
          !at.equals(from),
          "the last change has a position behind the one it was asked for from",
          "it is the same: " + at);
    }
    bench.equal(
        "what differs when the reader stopped wherever the position moved",
        Set.of(),
        slow.differences(Dumps.export(bench)));
  }

  @RuleTest(
      value = "7.23",
      check = {
        "whether the order of changes is that of the commits; a number drawn before the commit lets"
            + " a slow transaction come behind the reader",
        "whether position() is read in the order of the commits as well"
      })
  static void nothingThatCommitsLateIsMissed(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    String start = feed(bench).position();
    Set<Long> seen = new HashSet<>();
    AtomicInteger working = new AtomicInteger(WRITERS);
    List<Callable<?>> calls = new ArrayList<>();
    IntStream.range(0, WRITERS).forEach(i -> calls.add(() -> write(bench, working)));
    calls.add(
        () -> {
          String at = start;
          boolean last;
          do {
            last = working.get() == 0;
            at = read(bench, at, seen);
          } while (!last);
          return at;
        });
    List<Outcome<Object>> ends = bench.atOnce(calls.toArray(Callable[]::new));
    for (int i = 0; i < WRITERS; i++) {
      @SuppressWarnings("unchecked")
      Set<Long> written = (Set<Long>) ends.get(i).value();
      written.removeAll(seen);
      bench.require(
          written.isEmpty(),
          "a reader that goes on from position to position sees every allocation",
          "it did not see those of the tokens " + written);
    }
    ends.get(WRITERS).value();
  }

  private static Set<Long> write(Bench bench, AtomicInteger working) {
    try {
      Set<Long> tokens = new HashSet<>();
      for (int i = 0; i < EACH; i++) {
        var held = bench.driver().allocate(Make.any("s")).get(0);
        tokens.add(held.token());
        if (i % 2 == 1) {
          bench.driver().release(ReleaseRequest.of("s", held.address()));
          // A feed may leave out what was undone before it was read.
          tokens.remove(held.token());
        }
      }
      return tokens;
    } finally {
      working.decrementAndGet();
    }
  }

  private static String read(Bench bench, String position, Set<Long> seen) {
    String at = position;
    for (Change change : since(bench, position)) {
      if (change.step() instanceof Change.Upsert upsert
          && upsert.record() instanceof AllocationRecord held) {
        seen.add(held.allocation().token());
      }
      at = change.position();
    }
    return at;
  }

  @RuleTest(
      value = "7.24",
      check =
          "whether a position that cannot be read, or is another store's, is told from the start")
  static void aPositionThatIsNotKeptIsRefused(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    String own = feed(bench).position();
    for (String position : List.of("", "no position", own + "0", "-1", "x".repeat(5_000))) {
      refused(bench, position);
    }
    Dumps.onAnother(
        bench,
        other -> {
          for (int i = 0; i < 3; i++) {
            other.createSubnet(Make.subnet("s" + i, "10.0.0.0/24"));
          }
          refused(bench, other.extension(ChangeFeed.class).orElseThrow().position());
        });
    bench.equal("the changes since the own position", List.of(), since(bench, own));
  }

  private static void refused(Bench bench, String position) {
    bench.refused(
        "ChangesNotKept",
        "asking for the changes since " + Words.of(position) + ", which is none of this store",
        () -> since(bench, position));
  }
}
