package dev.ipam.reference;

import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allocates: from the first candidate that can serve.
 *
 * @ipam.rule 4.02..4.13
 */
final class Allocator {
  private Allocator() {}

  /** Looks up the key before anything else, so that a retry does not depend on what has changed. */
  static List<Allocation> allocate(
      Session session, AllocationRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key == null || fingerprint == null) {
      return serve(session, request, null);
    }
    KeyRow bound = session.keys().find(key, fingerprint);
    if (bound != null) {
      return KeyedResults.of(session, bound).get(0);
    }
    List<Allocation> served = serve(session, request, key);
    session.keys().bind(key, fingerprint, List.of(served.size()));
    return served;
  }

  /** Serves every part in order; where one cannot be served, the transaction is undone. */
  static List<List<Allocation>> allocateTogether(
      Session session, JointRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key != null && fingerprint != null) {
      KeyRow bound = session.keys().find(key, fingerprint);
      if (bound != null) {
        return KeyedResults.of(session, bound);
      }
    }
    List<List<Allocation>> served = new ArrayList<>(request.parts().size());
    for (AllocationRequest part : request.parts()) {
      served.add(serve(session, part, key));
    }
    if (key != null && fingerprint != null) {
      session.keys().bind(key, fingerprint, served.stream().map(List::size).toList());
    }
    return List.copyOf(served);
  }

  /** What a request was served with. */
  record Served(SubnetState state, List<Allocation> allocations, @Nullable IpAddress before) {}

  private static List<Allocation> serve(
      Session session, AllocationRequest request, @Nullable String key) {
    Served served = choose(session, request, key);
    for (Allocation allocation : served.allocations) {
      session.allocations().add(served.state.number(), allocation);
      session.notes().address(served.state, allocation.address());
    }
    return served.allocations;
  }

  /** Takes the addresses; the allocations are not stored yet. */
  static Served choose(Session session, AllocationRequest request, @Nullable String key) {
    List<SubnetState> candidates = new ArrayList<>();
    for (String id : new LinkedHashSet<>(request.subnetIds())) {
      candidates.add(session.subnets().required(id));
    }
    AddressOutsideSubnetException outside = null;
    for (SubnetState candidate : candidates) {
      try {
        IpAddress before = candidate.pass().position();
        List<IpAddress> taken = AddressChoice.take(candidate, request.address());
        if (taken != null) {
          return new Served(candidate, record(candidate, request, key, taken), before);
        }
      } catch (AddressOutsideSubnetException e) {
        outside = e;
      }
    }
    if (outside != null && candidates.size() > 1) {
      throw new AddressOutsideSubnetException(
          candidates.stream().map(SubnetState::id).toList(), outside.address());
    }
    throw outside != null ? outside : exhausted(request, candidates);
  }

  private static List<Allocation> record(
      SubnetState state, AllocationRequest request, @Nullable String key, List<IpAddress> taken) {
    Session session = state.session();
    List<Allocation> allocations = new ArrayList<>(taken.size());
    for (IpAddress address : taken) {
      Allocation next =
          new Allocation(
              state.id(),
              address,
              request.owner(),
              Instant.ofEpochMilli(session.stampMillis()),
              request.address().kind(),
              session.nextToken(),
              key,
              request.context());
      allocations.add(next);
    }
    return List.copyOf(allocations);
  }

  static NoAddressAvailableException exhausted(
      AllocationRequest request, List<SubnetState> candidates) {
    BigInteger free = BigInteger.ZERO;
    BigInteger resting = BigInteger.ZERO;
    Instant earliest = null;
    for (SubnetState candidate : candidates) {
      free = free.max(candidate.freeCount());
      resting = resting.add(BigInteger.valueOf(candidate.resting()));
      Instant next = candidate.nextRested();
      if (next != null && (earliest == null || next.isBefore(earliest))) {
        earliest = next;
      }
    }
    return new NoAddressAvailableException(
        request.subnetIds(),
        BigInteger.valueOf(request.address().count()),
        free,
        resting,
        earliest);
  }
}
