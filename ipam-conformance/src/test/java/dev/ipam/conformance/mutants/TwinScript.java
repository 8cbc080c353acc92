package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A history for chapter 7, which the model knows nothing of: turns drawn from a seed are played on
 * a driver with a fault and on the one it was made of, until they answer differently.
 */
final class TwinScript {
  private static final StoreRef OTHER = new StoreRef("other", "store-2");
  private static final int TURNS = 40;

  private TwinScript() {}

  /** What a script is about; ordinary writes are in each. */
  enum Deck {
    AUTHORITY(STATES, STALE_CHANGES, READS, RESTARTS, STORES),
    DUMPS(READS, EXPORTS_AROUND_A_WRITE, COPIES, SPOILED_IMPORTS, ABANDONED, OWN_IMPORTS),
    FEED(REMOVALS, MARKS, CHANGES, STORES);

    @SuppressWarnings("ImmutableEnumChecker") // A list that is made unmodifiable.
    private final List<Integer> kinds;

    Deck(Integer... own) {
      this.kinds = Stream.concat(IntStream.range(0, REMOVALS).boxed(), Stream.of(own)).toList();
    }
  }

  /** A turn, the same for both; it is drawn before it is played. */
  private interface Turn {
    Object play(Twin twin) throws Exception;
  }

  /** Returns the turn at which the two differ, and what it was. */
  static Optional<String> difference(
      DriverUnderTest base, DriverUnderTest subject, Deck deck, long seed) {
    Random random = new Random(seed);
    try (Twin right = new Twin(base, seed);
        Twin wrong = new Twin(subject, seed)) {
      for (int i = 1; i <= TURNS; i++) {
        Turn turn = turn(deck.kinds.get(random.nextInt(deck.kinds.size())), random);
        String expected = told(() -> turn.play(right));
        String observed = told(() -> turn.play(wrong));
        if (!expected.equals(observed)) {
          return Optional.of(
              "twins (%s), seed %d, turn %d"
                  .formatted(deck.name().toLowerCase(Locale.ROOT), seed, i));
        }
      }
      return Optional.empty();
    }
  }

  /** An answer as a text that does not depend on the store; of an error the code. */
  static String told(Callable<?> call) {
    try {
      return String.valueOf(call.call());
    } catch (IpamException e) {
      return e.code();
    } catch (Exception e) {
      return e.getClass().getName();
    }
  }

  static AllocationRequest any(String subnet) {
    return AllocationRequest.any(subnet);
  }

  // The kinds of turns; those below REMOVALS are in every deck.
  private static final int REMOVALS = 8;
  private static final int READS = 9;
  private static final int EXPORTS_AROUND_A_WRITE = 10;
  private static final int COPIES = 11;
  private static final int SPOILED_IMPORTS = 12;
  private static final int ABANDONED = 13;
  private static final int OWN_IMPORTS = 14;
  private static final int STATES = 15;
  private static final int STALE_CHANGES = 16;
  private static final int RESTARTS = 17;
  private static final int MARKS = 18;
  private static final int CHANGES = 19;
  private static final int STORES = 20;

  private static Turn turn(int kind, Random random) {
    String subnet = "s" + random.nextInt(2);
    int which = random.nextInt(1_000);
    return switch (kind) {
      case 0, 1 -> twin -> twin.driver().createSubnet(subnet(subnet, which));
      case 2, 3 -> twin -> twin.driver().allocate(request(subnet, which));
      case 4 -> twin -> twin.driver().allocate(AllocationRequest.specific(subnet, inside(which)));
      case 5, 6 -> twin -> released(twin, subnet, which);
      case 7 -> twin -> twin.advance(which * 100L);
      case REMOVALS -> twin -> twin.driver().removeSubnet(subnet, true);
      case READS -> twin -> reads(twin, subnet, which);
      case EXPORTS_AROUND_A_WRITE ->
          twin -> twin.exportAround(() -> told(() -> twin.driver().allocate(any(subnet))));
      case COPIES -> twin -> twin.copied(twin.export());
      case SPOILED_IMPORTS -> twin -> twin.copied(spoiled(twin.export(), which));
      case ABANDONED -> twin -> twin.abandoned(twin.export());
      case OWN_IMPORTS -> twin -> twin.load(twin.export());
      case STATES -> twin -> changed(twin, next(twin.authority().state(), which));
      case STALE_CHANGES -> twin -> stale(twin, which);
      case RESTARTS -> twin -> List.of(twin.reopen(), twin.authority().state());
      case MARKS -> Twin::mark;
      case CHANGES -> twin -> twin.changes(which);
      default -> TwinScript::foreign;
    };
  }

  private static SubnetRequest subnet(String id, int which) {
    SubnetRequest request = SubnetRequest.of(id, "10.0.0.0/28");
    return which % 2 == 0 ? request : request.withRest(Duration.ofMinutes(5));
  }

  private static AllocationRequest request(String subnet, int which) {
    AllocationRequest request = any(subnet).withOwner("vm-" + which % 3);
    return which % 4 == 0 ? request.withKey("key-" + which % 5) : request;
  }

  private static IpAddress inside(int which) {
    return IpAddress.parse("10.0.0." + which % 16);
  }

  private static Object released(Twin twin, String subnet, int which) {
    List<Allocation> held = twin.held(subnet);
    return held.isEmpty()
        ? "nothing to release"
        : twin.driver().release(ReleaseRequest.of(held.get(which % held.size())));
  }

  /** What is seen in every state: the state itself, an export and look-ups. */
  private static Object reads(Twin twin, String subnet, int which) {
    List<Object> seen = new ArrayList<>();
    seen.add(twin.authority().state());
    seen.addAll(twin.export());
    seen.addAll(twin.export());
    seen.add(told(() -> twin.driver().find(subnet, inside(which))));
    return seen;
  }

  /** An import that must be refused, or whose token mark is higher. */
  private static List<SnapshotRecord> spoiled(List<SnapshotRecord> records, int which) {
    int last = records.size() - 1;
    switch (which % 4) {
      case 0 -> records.set(0, new TokenMark(((TokenMark) records.get(0)).token() + 1_000));
      case 1 -> records.add(records.get(which % records.size()));
      case 2 -> Collections.swap(records, which % records.size(), last);
      default -> {
        List<AllocationRecord> held =
            records.stream()
                .filter(AllocationRecord.class::isInstance)
                .map(AllocationRecord.class::cast)
                .toList();
        if (held.size() > 1) {
          Allocation one = held.get(0).allocation();
          records.replaceAll(
              each -> each.equals(held.get(1)) ? withToken(held.get(1), one.token()) : each);
        }
      }
    }
    return records;
  }

  private static AllocationRecord withToken(AllocationRecord record, long token) {
    Allocation held = record.allocation();
    return new AllocationRecord(
        new Allocation(
            held.subnetId(),
            held.address(),
            held.owner(),
            held.allocatedAt(),
            held.kind(),
            token,
            held.key(),
            held.context()));
  }

  private static Object changed(Twin twin, AuthorityState next) {
    twin.authority().change(twin.authority().state(), next);
    return twin.authority().state();
  }

  /** Mostly back to active, since little happens in other states. */
  private static AuthorityState next(AuthorityState now, int which) {
    if (!(now instanceof AuthorityState.Active) && which % 3 > 0) {
      return new AuthorityState.Active(which);
    }
    return switch (which % 5) {
      case 0 -> new AuthorityState.Retired(which, OTHER, "p-" + which);
      case 1 -> new AuthorityState.Retired(which, OTHER, null);
      case 2 -> new AuthorityState.Shadow(OTHER, which, "p-1");
      case 3 -> new AuthorityState.Loading(OTHER, which, "p-1");
      default -> new AuthorityState.Unused();
    };
  }

  /** A change, or changes of a leader, that expect what is not so. */
  private static Object stale(Twin twin, int which) {
    AuthorityState.Shadow never = new AuthorityState.Shadow(OTHER, 5_000, "p-0");
    if (which % 2 == 0) {
      twin.authority().change(never, new AuthorityState.Active(which));
      return "changed";
    }
    Change.Step step = new Change.AddressFreed("s0", inside(which));
    return twin.authority().apply(never, List.of(new Change("p-1", step)));
  }

  /** Whether another store has an id of its own, and knows positions of this one. */
  private static Object foreign(Twin twin) {
    return List.of(
        twin.onAnother(other -> other.store().id().equals(twin.driver().store().id())),
        told(() -> twin.changesSince("no position")));
  }
}
