package dev.ipam.migration.shadow;

import dev.ipam.error.Category;
import dev.ipam.error.IpamException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.Divergence;
import dev.ipam.migrate.Divergence.Kind;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the shadow what callers asked, and compares the answers. Before a round the shadow holds
 * exactly what the store that serves held; so what had its subnet to itself is asked as it was
 * asked, and what overlapped is replayed as decided: the address that was given, by name.
 */
final class Rehearsal {
  private final IpamDriver shadow;
  private final Answering answering;
  private final ReplayClock clock;
  private final Tally tally;
  private final Consumer<Change.Step> freeing;

  private final Map<String, Set<IpAddress>> touched = new LinkedHashMap<>();
  private final Map<Long, Long> tokens = new HashMap<>();
  private boolean diverged;
  private boolean replayed;

  /** Whether the shadow has bound the keys that are bound, and no others. */
  private boolean keysKnown;

  Rehearsal(
      IpamDriver shadow,
      Answering answering,
      ReplayClock clock,
      Tally tally,
      Consumer<Change.Step> freeing) {
    this.shadow = shadow;
    this.answering = answering;
    this.clock = clock;
    this.tally = tally;
    this.freeing = freeing;
  }

  /** Returns the addresses that it may have changed in the shadow, by subnet. */
  Map<String, Set<IpAddress>> touched() {
    return touched;
  }

  /** Tells whether the shadow's passes and rests may have gone another way for a while. */
  boolean hasReplayed() {
    return replayed;
  }

  /** Tells whether the shadow may hold now what no change will put right. */
  boolean hasDiverged() {
    return diverged;
  }

  /**
   * Rehearses a round, in the order in which things happened in all subnets: a key is bound and
   * freed across them.
   *
   * @param round what happened
   * @param alone whether it is certain that nobody else wrote meanwhile, unseen
   */
  void run(Round round, boolean alone) {
    keysKnown = alone && round.unexplained() == 0;
    PriorityQueue<Lane> next = new PriorityQueue<>(Comparator.comparingLong(Lane::nextEnd));
    round
        .rehearsable()
        .forEach(
            (subnetId, ordered) -> {
              Lane lane = new Lane(ordered, subnet(subnetId), alone);
              if (lane.isOfPool()) {
                tally.uncompared(ordered.size());
                keysKnown = false;
              } else {
                next.add(lane);
              }
            });
    for (Lane lane = next.poll(); lane != null; lane = next.poll()) {
      if (step(round, lane)) {
        if (lane.hasNext()) {
          next.add(lane);
        }
      } else {
        diverged = true;
        keysKnown = false;
        tally.uncompared(lane.left());
      }
    }
  }

  /** Rehearses the next thing of a subnet; tells whether the shadow agreed. */
  private boolean step(Round round, Lane lane) {
    Observation each = lane.next();
    boolean structural = each.operation().isStructural();
    boolean known = each.alone() && (each.operation().key() == null || keysKnown);
    if (known && (structural || (lane.exact && isDetermined(each, lane.subnet)))) {
      boolean agreed = compare(each);
      replayed |= lane.subnet != null && !lane.subnet.rest().isZero();
      if (structural) {
        lane.subnet = subnet(each.subnetId());
      }
      return agreed;
    }
    if (each.operation().key() != null) {
      // Replayed by its address and without its key, or not at all.
      keysKnown = false;
    }
    if (round.changesAddresses(each)) {
      lane.exact = lane.exact && isKnown(each, lane.subnet);
      if (each.isRelease() && !leavesSamePass(round, each, lane.subnet)) {
        free(each);
        return true;
      }
      return replay(each);
    }
    tally.uncompared(1);
    if (structural && each.outcome() instanceof Outcome.Granted) {
      tally.uncompared(lane.skip());
    }
    return true;
  }

  /**
   * A release marks its address where the pass has not come by yet; but while overlapping
   * operations are replayed, the shadow's pass stands still.
   */
  private static boolean leavesSamePass(Round round, Observation each, @Nullable Subnet subnet) {
    if (subnet == null || !subnet.rest().isZero()) {
      return false;
    }
    IpAddress address = each.outcome().allocations().get(0).address();
    return subnet.policy() != AllocationPolicy.SEQUENTIAL
        || round.isSpent(each.subnetId(), address);
  }

  /** Makes room without asking the shadow's driver. */
  private void free(Observation each) {
    tally.uncompared(1);
    IpAddress address = each.outcome().allocations().get(0).address();
    freeing.accept(new Change.AddressFreed(each.subnetId(), address));
  }

  /** What happened in one subnet, and how far it has been rehearsed. */
  private static final class Lane {
    private final List<Observation> ordered;
    private int at;
    private @Nullable Subnet subnet;

    /** Whether the shadow is in the state that the one that serves was in. */
    private boolean exact;

    Lane(List<Observation> ordered, @Nullable Subnet subnet, boolean exact) {
      this.ordered = ordered;
      this.subnet = subnet;
      this.exact = exact;
    }

    boolean isOfPool() {
      return Rehearsal.isOfPool(subnet, ordered);
    }

    boolean hasNext() {
      return at < ordered.size();
    }

    long nextEnd() {
      return ordered.get(at).end();
    }

    Observation next() {
      return ordered.get(at++);
    }

    long left() {
      return ordered.size() - (long) at;
    }

    /** Leaves out the rest; returns how much that is. */
    long skip() {
      long left = left();
      at = ordered.size();
      return left;
    }
  }

  /** The space of pools is made when the store ends following: until then none is taken or left. */
  private static boolean isOfPool(@Nullable Subnet subnet, List<Observation> ordered) {
    return ordered.stream()
        .map(Observation::operation)
        .anyMatch(
            each ->
                (each instanceof Operation.Create create && create.request().poolId() != null)
                    || (each instanceof Operation.Remove
                        && subnet != null
                        && subnet.poolId() != null));
  }

  private @Nullable Subnet subnet(String subnetId) {
    return answering
        .ask(
            () -> {
              try {
                return Optional.of(shadow.subnet(subnetId));
              } catch (SubnetNotFoundException e) {
                return Optional.<Subnet>empty();
              }
            })
        .orElse(null);
  }

  /** Tells whether there is one right answer, and the shadow has what it takes to give it. */
  private boolean isDetermined(Observation each, @Nullable Subnet subnet) {
    if (subnet == null || !(each.operation() instanceof Operation.Allocate allocate)) {
      return true;
    }
    boolean choosing = isChoosing(allocate.request().address());
    boolean random =
        subnet.policy() == AllocationPolicy.RANDOM
            && !(allocate.request().address() instanceof AddressRequest.PreferNext);
    boolean drawn = random && each.outcome() instanceof Outcome.Granted;
    // When exactly an address was released is not told, so neither is when its rest ends.
    return !choosing || (!drawn && subnet.rest().isZero());
  }

  private static boolean isChoosing(AddressRequest asked) {
    return asked instanceof AddressRequest.Any
        || asked instanceof AddressRequest.Bulk
        || asked instanceof AddressRequest.PreferNext;
  }

  /** Tells whether a replay of it leaves the subnet as the request itself would have. */
  private static boolean isKnown(Observation each, @Nullable Subnet subnet) {
    return each.alone() && subnet != null && subnet.policy() != AllocationPolicy.SEQUENTIAL;
  }

  private boolean compare(Observation each) {
    boolean choice =
        each.operation() instanceof Operation.Allocate allocate
            && isChoosing(allocate.request().address());
    Operation operation = translated(each.operation());
    Outcome outcome = ask(each, operation);
    tally.compared(choice);
    if (outcome == null) {
      return false;
    }
    note(each, outcome);
    Kind kind = difference(each.operation(), each.outcome(), outcome);
    if (kind != null) {
      tell(kind, each, each.outcome().words(), outcome.words());
    }
    return kind == null;
  }

  /** Asks for what was decided: each address by its name. */
  private boolean replay(Observation each) {
    if (each.isAllocation() && tokens.containsKey(each.highestToken())) {
      // A repetition under a key, of what was allocated in this round.
      tally.uncompared(1);
      return true;
    }
    replayed = true;
    tally.compared(false);
    for (Allocation one : each.outcome().allocations()) {
      Operation operation =
          each.isRelease()
              ? new Operation.Release(ReleaseRequest.of(each.subnetId(), one.address()))
              : new Operation.Allocate(
                  each.subnetId(),
                  new AllocationRequest(
                      List.of(each.subnetId()),
                      new AddressRequest.Specific(one.address()),
                      one.owner(),
                      null,
                      one.context()));
      Outcome outcome = ask(each, operation);
      if (outcome == null) {
        return false;
      }
      touched(each.subnetId()).add(one.address());
      if (outcome.allocations().isEmpty()) {
        tell(Kind.REFUSED, each, one.address().toString(), outcome.words());
        return false;
      }
      if (each.isAllocation()) {
        tokens.put(one.token(), outcome.allocations().get(0).token());
      }
    }
    return true;
  }

  /** Allocations of this round have other tokens in the shadow, until the changes are applied. */
  private Operation translated(Operation operation) {
    if (operation instanceof Operation.Release release) {
      Long token = release.request().token();
      Long there = token == null ? null : tokens.get(token);
      if (there != null) {
        return new Operation.Release(release.request().withToken(there));
      }
    }
    return operation;
  }

  /** Returns the outcome; null, having told it, where the shadow failed. */
  private @Nullable Outcome ask(Observation each, Operation operation) {
    clock.set(each.time());
    try {
      return new Outcome.Granted(answering.ask(() -> operation.ask(shadow)));
    } catch (IpamException e) {
      if (e.category() == Category.UNAVAILABLE || e.category() == Category.CORRUPT) {
        throw e;
      }
      return new Outcome.Refused(e.code());
    } catch (Answering.Silent e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      each.outcome().allocations().forEach(one -> touched(each.subnetId()).add(one.address()));
      tell(Kind.FAILED, each, each.outcome().words(), "failed with " + brief(e));
      return null;
    }
  }

  private static String brief(Throwable e) {
    String text = e.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private void note(Observation each, Outcome there) {
    List<Allocation> ours = each.outcome().allocations();
    List<Allocation> theirs = there.allocations();
    Set<IpAddress> addresses = touched(each.subnetId());
    boolean changed = each.isAllocation() || each.isRelease() || !ours.equals(theirs);
    if (changed) {
      theirs.forEach(one -> addresses.add(one.address()));
    }
    if (each.isAllocation() && ours.size() == theirs.size()) {
      for (int i = 0; i < ours.size(); i++) {
        tokens.put(ours.get(i).token(), theirs.get(i).token());
      }
    }
  }

  private Set<IpAddress> touched(String subnetId) {
    return touched.computeIfAbsent(subnetId, id -> new LinkedHashSet<>());
  }

  private static @Nullable Kind difference(Operation asked, Outcome ours, Outcome theirs) {
    if (ours instanceof Outcome.Refused one && theirs instanceof Outcome.Refused other) {
      return one.code().equals(other.code()) ? null : Kind.ERROR;
    }
    if (ours instanceof Outcome.Granted one && theirs instanceof Outcome.Granted other) {
      if (asked.isStructural()) {
        return one.answer().equals(other.answer()) ? null : Kind.CHOICE;
      }
      List<IpAddress> given = addresses(ours);
      List<IpAddress> chosen = addresses(theirs);
      if (given.equals(chosen)) {
        return null;
      }
      return given.isEmpty() ? Kind.GRANTED : chosen.isEmpty() ? Kind.REFUSED : Kind.CHOICE;
    }
    return ours instanceof Outcome.Granted ? Kind.REFUSED : Kind.GRANTED;
  }

  private static List<IpAddress> addresses(Outcome outcome) {
    List<IpAddress> all = new ArrayList<>();
    outcome.allocations().forEach(each -> all.add(each.address()));
    return all;
  }

  private void tell(Kind kind, Observation each, String ours, String theirs) {
    tally.diverged(new Divergence(kind, each.subnetId(), each.operation().words(), ours, theirs));
  }
}
