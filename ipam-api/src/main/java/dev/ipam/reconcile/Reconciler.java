package dev.ipam.reconcile;

import dev.ipam.Ipam;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds allocations whose owner no longer exists, and frees them when that is certain enough: seen
 * leaked twice, a given time apart, and only under the token that was seen.
 *
 * <p>The caller keeps the sightings between looks, for example in a file; they are the only state.
 * Allocations without an owner are never leaked. On a driver without {@link Capability#TOKENS}
 * leaks are named and none is ever ripe, since nothing tells an allocation from a later one of the
 * same address and owner. Safe for any number of threads.
 *
 * @ipam.rule 3.77..3.79
 * @since 0.1
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Ipam ipam;
  private final Duration apart;

  private record Key(String subnetId, IpAddress address, long token) {
    static Key of(Sighting sighting) {
      return new Key(sighting.subnetId(), sighting.address(), sighting.token());
    }
  }

  /**
   * Makes a reconciler.
   *
   * @param ipam where to look
   * @param apart how long must pass between the first sighting and the one that frees; longer than
   *     an owner takes from asking for its address to being on the list of owners
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#OWNERS}
   */
  public Reconciler(Ipam ipam, Duration apart) {
    Capability.OWNERS.require(ipam.capabilities());
    if (apart.isNegative()) {
      throw new IllegalArgumentException("apart: " + apart);
    }
    this.ipam = ipam;
    this.apart = apart;
  }

  /**
   * Looks for leaks. Nothing is changed.
   *
   * @param exists whether an owner still exists; must have been true of every owner that got an
   *     address before it was asked
   * @param earlier what the look before this one reported as {@link LeakReport#leaks}
   * @param now the time of this look
   * @return what is leaked, and what of it may be freed
   */
  public LeakReport look(Predicate<String> exists, Collection<Sighting> earlier, Instant now) {
    Map<Key, Instant> seen = new HashMap<>();
    for (Sighting sighting : earlier) {
      // Of two times for one allocation, the later one frees later.
      seen.merge(Key.of(sighting), sighting.firstSeen(), (a, b) -> a.isAfter(b) ? a : b);
    }
    List<Sighting> leaks = new ArrayList<>();
    try (Stream<Subnet> subnets = ipam.subnets()) {
      for (Iterator<Subnet> each = subnets.iterator(); each.hasNext(); ) {
        look(each.next().id(), exists, seen, now, leaks);
      }
    }
    return new LeakReport(leaks, ripe(leaks, seen.keySet(), now));
  }

  private List<Sighting> ripe(List<Sighting> leaks, Set<Key> seenBefore, Instant now) {
    if (!ipam.capabilities().contains(Capability.TOKENS)) {
      return List.of();
    }
    return leaks.stream()
        .filter(leak -> seenBefore.contains(Key.of(leak)))
        .filter(leak -> Duration.between(leak.firstSeen(), now).compareTo(apart) >= 0)
        .toList();
  }

  private void look(
      String subnetId,
      Predicate<String> exists,
      Map<Key, Instant> seen,
      Instant now,
      List<Sighting> leaks) {
    try (Stream<Allocation> allocations = ipam.allocations(subnetId)) {
      for (Iterator<Allocation> each = allocations.iterator(); each.hasNext(); ) {
        Allocation allocation = each.next();
        String owner = allocation.owner();
        if (owner == null || exists.test(owner)) {
          continue;
        }
        Sighting first =
            new Sighting(subnetId, allocation.address(), allocation.token(), owner, now);
        Instant before = seen.getOrDefault(Key.of(first), now);
        leaks.add(new Sighting(subnetId, first.address(), first.token(), owner, before));
      }
    } catch (SubnetNotFoundException e) {
      LOG.debug("subnet {} was removed while it was looked at", subnetId);
    }
  }

  /**
   * Frees leaks that are ripe, each only if it is still the allocation that was seen. After a
   * failure the same report may be given again: what was freed already is passed over.
   *
   * @param report what a look found, just now: an owner that has come back since is not asked for
   * @return what was freed
   * @throws dev.ipam.error.IpamException if the store cannot be asked
   */
  public List<Allocation> free(LeakReport report) {
    List<Allocation> freed = new ArrayList<>();
    free(report, freed::add);
    return freed;
  }

  /**
   * Frees leaks as {@link #free(LeakReport)} does, and tells of each at once, so that a failure
   * half-way leaves none untold.
   *
   * @param report what a look found, just now
   * @param freed is told of what was freed
   * @throws dev.ipam.error.IpamException if the store cannot be asked
   */
  public void free(LeakReport report, Consumer<? super Allocation> freed) {
    for (Sighting leak : report.ripe()) {
      try {
        ipam.release(ReleaseRequest.of(leak.subnetId(), leak.address()).withToken(leak.token()))
            .ifPresent(freed);
      } catch (AddressOwnedByAnotherException | SubnetNotFoundException e) {
        LOG.debug("{} was given to somebody else, or went with its subnet, since", leak);
      }
    }
  }
}
