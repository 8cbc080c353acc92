package dev.ipam.migration.shadow;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/**
 * Which of the operations that were seen led to the changes of one round, and in which order.
 *
 * <p>Changes tell what is, not how it came about; tokens tell which allocations are among them, and
 * who has an address now tells of releases. Only a subnet whose changes are all explained by what
 * was seen can be rehearsed: else somebody who is not seen wrote to it, too.
 */
final class Round {
  private final Told told;
  private final ToLongBiFunction<String, IpAddress> held;
  private final long markBefore;
  private final long ticksBefore;
  private final Map<String, List<Observation>> rehearsable = new LinkedHashMap<>();
  private final List<Observation> later = new ArrayList<>();
  private long unexplained;

  /**
   * Sorts what was seen.
   *
   * @param told the changes
   * @param seen everything whose end was noted when the changes had been read
   * @param markBefore up to which token the changes of the round before told every allocation
   * @param ticksBefore the number of beginnings and ends before the changes were read
   * @param held tells who has an address in the shadow, where nothing of this round has happened
   */
  Round(
      Told told,
      List<Observation> seen,
      long markBefore,
      long ticksBefore,
      ToLongBiFunction<String, IpAddress> held) {
    this.told = told;
    this.held = held;
    this.markBefore = markBefore;
    this.ticksBefore = ticksBefore;
    Map<String, List<Observation>> bySubnet = new LinkedHashMap<>();
    seen.forEach(
        each -> bySubnet.computeIfAbsent(each.subnetId(), id -> new ArrayList<>()).add(each));
    bySubnet.forEach(this::sort);
  }

  /** Returns what can be rehearsed, by subnet, in an order that gives what the callers got. */
  Map<String, List<Observation>> rehearsable() {
    return rehearsable;
  }

  /** Tells whether the changes say that an address was released ahead of its subnet's pass. */
  boolean isSpent(String subnetId, IpAddress address) {
    return told.isSpent(subnetId, address);
  }

  /** Returns what belongs to the changes of a later round. */
  List<Observation> later() {
    return later;
  }

  /** Returns how many operations are of subnets that were written to unseen. */
  long unexplained() {
    return unexplained;
  }

  private void sort(String subnetId, List<Observation> seen) {
    seen.sort(Comparator.comparingLong(Observation::end));
    List<Observation> now = new ArrayList<>();
    List<Observation> notNow = new ArrayList<>();
    if (told.concernsSubnet(subnetId) || seen.stream().anyMatch(Round::isUnclear)) {
      seen.forEach(each -> (each.end() <= ticksBefore ? now : notNow).add(each));
      if (!notNow.isEmpty() || !now.stream().allMatch(Round::isAloneAndClear)) {
        unexplained += seen.size();
        return;
      }
    } else {
      split(subnetId, seen, now, notNow);
    }
    List<Observation> ordered = ordered(now);
    if (outcomeOf(ordered).equals(told.holders(subnetId)) && isPossible(subnetId, ordered)) {
      if (!ordered.isEmpty()) {
        rehearsable.put(subnetId, ordered);
      }
    } else {
      unexplained += ordered.size();
    }
    later.addAll(notNow);
  }

  private static boolean isUnclear(Observation each) {
    return each.outcome() instanceof Outcome.Unclear;
  }

  private static boolean isAloneAndClear(Observation each) {
    return each.alone() && !isUnclear(each);
  }

  private void split(
      String subnetId, List<Observation> seen, List<Observation> now, List<Observation> notNow) {
    long lastStart =
        seen.stream()
            .filter(each -> isTold(subnetId, each))
            .mapToLong(Observation::start)
            .max()
            .orElse(0);
    for (Observation each : seen) {
      boolean placed = each.end() <= ticksBefore || each.end() < lastStart;
      boolean in = changesAddresses(each) ? isTold(subnetId, each) : placed;
      if (in) {
        now.add(each);
      } else if (each.end() > ticksBefore) {
        notNow.add(each);
      } else {
        // It ended before the changes were read, and they do not tell of it.
        unexplained++;
      }
    }
  }

  /** A repetition under a key changes nothing, and answers what was told before. */
  boolean changesAddresses(Observation each) {
    return each.isRelease() || (each.isAllocation() && each.highestToken() > markBefore);
  }

  private boolean isTold(String subnetId, Observation each) {
    if (each.isRelease()) {
      Allocation ended = each.outcome().allocations().get(0);
      Long holder = told.holders(subnetId).get(ended.address());
      return holder != null && holder != ended.token() && ended.token() <= told.mark();
    }
    return changesAddresses(each) && each.highestToken() <= told.mark();
  }

  /** Whether it can have happened so: what is not seen may have made room, or taken an address. */
  private boolean isPossible(String subnetId, List<Observation> ordered) {
    Set<IpAddress> before = new HashSet<>();
    for (Observation each : ordered) {
      if (each.operation() instanceof Operation.Create
          || each.operation() instanceof Operation.Remove) {
        // From here on it is another subnet, which begins empty.
        return true;
      }
      for (Allocation one : each.outcome().allocations()) {
        if (changesAddresses(each) && before.add(one.address())) {
          long expected = each.isRelease() ? one.token() : Told.FREE;
          if (held.applyAsLong(subnetId, one.address()) != expected) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Who has the addresses that were touched when all has happened. */
  private Map<IpAddress, Long> outcomeOf(List<Observation> ordered) {
    Map<IpAddress, Long> holders = new HashMap<>();
    for (Observation each : ordered) {
      boolean takes = each.isAllocation() && changesAddresses(each);
      if (takes || each.isRelease()) {
        each.outcome()
            .allocations()
            .forEach(one -> holders.put(one.address(), takes ? one.token() : Told.FREE));
      } else if (each.operation() instanceof Operation.Remove
          && each.outcome() instanceof Outcome.Granted) {
        holders.clear();
      }
    }
    return holders;
  }

  /**
   * By their ends; but what overlapped may have ended in another order than it took effect, and
   * where an address went from one to the next, its tokens tell.
   */
  private List<Observation> ordered(List<Observation> byEnd) {
    Map<Long, Observation> takes = new HashMap<>();
    Map<IpAddress, List<Observation>> releases = new HashMap<>();
    for (Observation each : byEnd) {
      for (Allocation one : each.outcome().allocations()) {
        if (each.isRelease()) {
          releases.computeIfAbsent(one.address(), a -> new ArrayList<>()).add(each);
        } else if (changesAddresses(each)) {
          takes.put(one.token(), each);
        }
      }
    }
    Set<Observation> ordered = new LinkedHashSet<>();
    byEnd.forEach(each -> place(each, takes, releases, ordered));
    return List.copyOf(ordered);
  }

  private void place(
      Observation each,
      Map<Long, Observation> takes,
      Map<IpAddress, List<Observation>> releases,
      Set<Observation> ordered) {
    if (ordered.contains(each)) {
      return;
    }
    for (Allocation one : each.outcome().allocations()) {
      if (each.isRelease()) {
        Observation take = takes.get(one.token());
        if (take != null) {
          place(take, takes, releases, ordered);
        }
      } else if (changesAddresses(each)) {
        for (Observation release : releases.getOrDefault(one.address(), List.of())) {
          long ended = Objects.requireNonNull(release).highestToken();
          if (ended < one.token()) {
            place(release, takes, releases, ordered);
          }
        }
      }
    }
    ordered.add(each);
  }
}
