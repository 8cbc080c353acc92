package dev.ipam.migration.shadow;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus.State;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the store that serves, round by round: reads what changed, rehearses what led to it, and
 * applies it, so that before the next round the shadow holds exactly what the other one does,
 * whatever its driver made of the rehearsal. Where it cannot keep up, it applies and no more.
 */
final class Follower {
  /** What can be rehearsed in one round; more than that and it is behind. */
  private static final int MOST_REHEARSED = 4_096;

  private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final OpenedStore active;
  private final OpenedStore store;
  private final Journal journal;
  private final Answering answering;
  private final ReplayClock clock;
  private final Tally tally;
  private final BooleanSupplier ended;
  private final ChangeFeed feed;
  private final Authority authority;

  /** While it rehearses, a crash leaves what nobody has looked at: its content is unknown. */
  private Following state;

  private String position;
  private long mark;

  /** What was dropped before one such round may still be among the changes of that one. */
  private int cleanRounds;

  private boolean certain = true;

  /** Whether a round may have left passes or rests behind that no change tells of. */
  private boolean doubtful;

  private List<Observation> waiting = List.of();

  Follower(
      OpenedStore active,
      OpenedStore store,
      Shadow filled,
      Journal journal,
      Answering answering,
      ReplayClock clock,
      Tally tally,
      BooleanSupplier ended) {
    this.active = active;
    this.store = store;
    this.journal = journal;
    this.answering = answering;
    this.clock = clock;
    this.tally = tally;
    this.ended = ended;
    this.feed = active.driver().extension(ChangeFeed.class).orElseThrow();
    this.authority = store.authority();
    this.position = Objects.requireNonNull(filled.position(), "position");
    this.state = filled.reaching(null);
    authority.change(filled, state);
  }

  /** Returns the state that the shadow is in while it follows. */
  Following state() {
    return state;
  }

  /** Returns up to where it certainly has what the store that serves has, and nothing else. */
  @Nullable String certainPosition() {
    return certain ? position : null;
  }

  /** Makes one round; tells whether there was anything to do. */
  boolean round() {
    // Until the round is over, what it leaves behind must not be taken for the leader's.
    boolean before = certain;
    certain = false;
    long ticks = journal.ticks();
    Told told = new Told(mark);
    List<Change> changes = new ArrayList<>();
    boolean behind = read(told, changes);
    boolean settled = journal.settle(SETTLING_NANOS, ended);
    List<Observation> seen = new ArrayList<>(waiting);
    seen.addAll(journal.drain());
    boolean complete = journal.isComplete();
    boolean clean = settled && complete && !behind;
    doubtful = false;
    List<Change> corrections = List.of();
    if (clean) {
      Round round = new Round(told, seen, mark, ticks, this::heldInTheShadow);
      waiting = round.later();
      if (cleanRounds > 0) {
        corrections = rehearse(round);
        tally.is(State.FOLLOWING, null);
      } else {
        tally.uncompared(seen.size() - (long) waiting.size());
      }
    } else {
      waiting = List.of();
      tally.uncompared(seen.size());
      if (behind || !complete) {
        tally.is(State.BEHIND, null);
      }
    }
    cleanRounds = clean ? cleanRounds + 1 : 0;
    apply(changes);
    apply(corrections);
    if (!changes.isEmpty() || behind || !corrections.isEmpty()) {
      state = answering.ask(() -> authority.apply(state, List.of()));
    }
    mark = told.mark();
    certain = before && !doubtful;
    return behind || !changes.isEmpty() || !seen.isEmpty();
  }

  /** Reads what changed; where that is too much to rehearse, applies it at once. */
  private boolean read(Told told, List<Change> changes) {
    boolean behind = false;
    String reached = position;
    try (Stream<Change> stream = feed.changes(position)) {
      for (Iterator<Change> each = stream.iterator(); each.hasNext() && !ended.getAsBoolean(); ) {
        Change change = each.next();
        reached = change.position();
        told.note(change.step());
        changes.add(change);
        if (changes.size() == MOST_REHEARSED) {
          behind = true;
          apply(changes);
          changes.clear();
        }
      }
    }
    position = reached;
    return behind;
  }

  private List<Change> rehearse(Round round) {
    Rehearsal rehearsal =
        new Rehearsal(
            store.driver(),
            answering,
            clock,
            tally,
            step -> apply(List.of(new Change(position, step))));
    boolean alone =
        !active.driver().capabilities().contains(Capability.SHARED)
            || !active.authority().mayHaveOtherClients();
    tally.uncompared(round.unexplained());
    rehearsal.run(round, alone);
    doubtful = rehearsal.hasDiverged() || rehearsal.hasReplayed();
    return rehearsal.hasDiverged() ? corrections(rehearsal) : List.of();
  }

  private long heldInTheShadow(String subnetId, IpAddress address) {
    return answering.ask(
        () -> {
          try {
            return store.driver().find(subnetId, address).map(Allocation::token).orElse(Told.FREE);
          } catch (SubnetNotFoundException e) {
            return Told.FREE;
          }
        });
  }

  /** What the store that serves has in the place of what a shadow that diverged made. */
  private List<Change> corrections(Rehearsal rehearsal) {
    List<Change> steps = new ArrayList<>();
    rehearsal
        .touched()
        .forEach(
            (subnetId, addresses) -> {
              for (IpAddress address : addresses) {
                steps.add(new Change(position, inTheLeader(subnetId, address)));
              }
            });
    return steps;
  }

  private Change.Step inTheLeader(String subnetId, IpAddress address) {
    try {
      Allocation held = active.driver().find(subnetId, address).orElse(null);
      return held == null
          ? new Change.AddressFreed(subnetId, address)
          : new Change.Upsert(new AllocationRecord(held));
    } catch (SubnetNotFoundException e) {
      return new Change.SubnetRemoved(subnetId);
    }
  }

  private void apply(List<Change> changes) {
    for (int i = 0; i < changes.size(); i += Authority.MOST_CHANGES) {
      List<Change> some =
          List.copyOf(changes.subList(i, Math.min(changes.size(), i + Authority.MOST_CHANGES)));
      state = answering.ask(() -> authority.apply(state, some));
    }
    tally.followed(changes.size());
  }
}
