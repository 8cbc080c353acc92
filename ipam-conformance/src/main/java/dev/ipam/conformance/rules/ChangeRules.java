package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 7.22 to 7.24: what changed since a position; and 7.06, where it is applied. */
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
    work(bench);
    followed(bench, start, position);
    bench.reopen();
    followed(bench, start, position);
  }

  /** Changes something of everything that {@link Dumps#fill} has made. */
  private static void work(Bench bench) {
    bench.subnet("new", "192.0.2.0/28");
    bench.any("new");
    bench.specific("plain", "10.0.0.1");
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
  }

  /**
   * Another store of the driver's is filled from the leader's export, and then applies what has
   * changed in the leader since: nothing else than a live migration does.
   */
  @RuleTest(
      value = "7.06",
      check = {
        "whether apply carries out each kind of change: of scopes, pools, subnets, allocations,"
            + " rests, passes, keys and the token mark",
        "whether changes that come in several calls lead to the same as in one"
      })
  static void aFollowerComesToHoldWhatItsLeaderHolds(Bench bench) {
    if (!bench.has(Capability.CHANGES) || !bench.has(Capability.EXPORT)) {
      // Such a store can be told single changes only, which another test does.
      return;
    }
    Dumps.fill(bench);
    List<SnapshotRecord> start = Dumps.export(bench);
    String position = feed(bench).position();
    work(bench);
    if (bench.has(Capability.POOLS)) {
      bench.held("cut").forEach(held -> bench.release("cut", held.address().toString()));
      bench.driver().removeSubnet("cut", false);
      PoolMake.pools(bench).removePool("pool");
      if (bench.has(Capability.SCOPES)) {
        bench.part(AddressScopes.class).removeScope("scope");
      }
    }
    List<Change> changes = since(bench, position);
    List<SnapshotRecord> end = Dumps.export(bench);
    for (int atOnce : new int[] {Authority.MOST_CHANGES, 1}) {
      Dumps.onAnother(
          bench,
          follower -> {
            Dumps.load(follower, start);
            follow(follower, position, changes, atOnce);
            bench.equal(
                "what a follower exports that was told its leader's changes, "
                    + atOnce
                    + " at a time",
                end,
                Dumps.export(follower));
          });
    }
  }

  private static void follow(
      IpamDriver follower, String position, List<Change> changes, int atOnce) {
    Authority authority = follower.extension(Authority.class).orElseThrow();
    AuthorityState.Following state =
        new AuthorityState.Loading(new StoreRef("leader", "store-1"), 2, position);
    authority.change(authority.state(), state);
    for (int from = 0; from < changes.size(); from += atOnce) {
      state =
          authority.apply(state, changes.subList(from, Math.min(changes.size(), from + atOnce)));
    }
    authority.apply(state, List.of());
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
    Set<IpAddress> seen = new TreeSet<>();
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
    bench.atOnce(calls.toArray(Callable[]::new)).forEach(Outcome::value);
    Set<IpAddress> held = new TreeSet<>();
    bench.held("s").forEach(each -> held.add(each.address()));
    Set<IpAddress> missed = new TreeSet<>(held);
    missed.removeAll(seen);
    bench.require(
        missed.isEmpty(),
        "a reader that goes on from position to position sees every allocation",
        "it did not see those of " + missed);
    seen.removeAll(held);
    bench.require(
        seen.isEmpty(),
        "a reader that goes on from position to position sees every release",
        "it did not see those of " + seen);
  }

  private static String write(Bench bench, AtomicInteger working) {
    try {
      for (int i = 0; i < EACH; i++) {
        var held = bench.driver().allocate(Make.any("s")).get(0);
        if (i % 2 == 1) {
          bench.driver().release(ReleaseRequest.of("s", held.address()));
        }
      }
      return "written";
    } finally {
      working.decrementAndGet();
    }
  }

  /** Applies what changed to the addresses that are held, and returns the new position. */
  private static String read(Bench bench, String position, Set<IpAddress> held) {
    String at = position;
    for (Change change : since(bench, position)) {
      if (change.step() instanceof Change.Upsert upsert) {
        if (upsert.record() instanceof AllocationRecord put) {
          held.add(put.allocation().address());
        } else if (upsert.record() instanceof RestRecord put) {
          held.remove(put.address());
        }
      } else if (change.step() instanceof Change.AddressFreed freed) {
        held.remove(freed.address());
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
