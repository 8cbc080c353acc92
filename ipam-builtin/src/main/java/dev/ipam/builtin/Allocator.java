package dev.ipam.builtin;

import dev.ipam.builtin.index.PoolUsage;
import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.Subnet;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Allocates: from the first candidate that can serve. A request that fails changes nothing. */
final class Allocator {
  /** What a request was served with, before any key is bound. */
  record Served(SubnetState state, List<IpAddress> addresses, List<Allocation> allocations) {}

  /** Told before anything is taken from a subnet. */
  @FunctionalInterface
  interface Witness {
    void beforeTaking(SubnetState state);
  }

  private static final Witness NOBODY = state -> {};

  private Allocator() {}

  /** Looks up the key before anything else, so that a retry does not depend on what has changed. */
  static List<Allocation> allocate(
      Session session, AllocationRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key == null || fingerprint == null) {
      return serve(session, request, null, NOBODY).allocations();
    }
    KeyRecord bound = session.keys().find(key, fingerprint);
    if (bound != null) {
      return KeyedResults.of(session, key, bound).get(0);
    }
    Served served = serve(session, request, key, NOBODY);
    List<Part> parts = List.of(part(served));
    session
        .keys()
        .bind(key, new KeyRecord(fingerprint, Operation.ALLOCATE, parts), served.addresses());
    return served.allocations();
  }

  static Part part(Served served) {
    return new Part(
        served.state().stored().number(),
        served.state().stored().id(),
        served.addresses().size(),
        0);
  }

  static Served serve(
      Session session, AllocationRequest request, @Nullable String key, Witness witness) {
    List<String> ids = request.subnetIds();
    if (ids.size() == 1) {
      SubnetState only = session.subnets().required(ids.get(0));
      List<IpAddress> taken = take(session, only, request.address(), witness);
      if (taken == null) {
        throw exhausted(request, List.of(only));
      }
      return record(session, only, request, key, taken);
    }
    return serveAny(session, request, key, witness);
  }

  private static Served serveAny(
      Session session, AllocationRequest request, @Nullable String key, Witness witness) {
    List<SubnetState> candidates = new ArrayList<>();
    for (String id : new LinkedHashSet<>(request.subnetIds())) {
      candidates.add(session.subnets().required(id));
    }
    AddressRequest wanted = request.address();
    AddressOutsideSubnetException outside = null;
    for (SubnetState candidate : candidates) {
      try {
        List<IpAddress> taken = take(session, candidate, wanted, witness);
        if (taken != null) {
          return record(session, candidate, request, key, taken);
        }
      } catch (AddressOutsideSubnetException e) {
        outside = e;
      }
    }
    if (outside != null && candidates.size() > 1) {
      throw new AddressOutsideSubnetException(
          candidates.stream().map(state -> state.subnet().id()).toList(), outside.address());
    }
    throw outside != null ? outside : exhausted(request, candidates);
  }

  private static @Nullable List<IpAddress> take(
      Session session, SubnetState state, AddressRequest wanted, Witness witness) {
    witness.beforeTaking(state);
    return AddressChoice.take(state, wanted, session.random());
  }

  private static Served record(
      Session session,
      SubnetState state,
      AllocationRequest request,
      @Nullable String key,
      List<IpAddress> taken) {
    Instant now = session.now();
    Subnet subnet = state.subnet();
    if (taken.size() == 1) {
      Allocation only = allocation(session, subnet, request, key, taken.get(0), now);
      state.put(only);
      return new Served(state, taken, List.of(only));
    }
    List<Allocation> allocations = new ArrayList<>(taken.size());
    for (IpAddress address : taken) {
      Allocation next = allocation(session, subnet, request, key, address, now);
      state.put(next);
      allocations.add(next);
    }
    return new Served(state, taken, List.copyOf(allocations));
  }

  private static Allocation allocation(
      Session session,
      Subnet subnet,
      AllocationRequest request,
      @Nullable String key,
      IpAddress address,
      Instant now) {
    return new Allocation(
        subnet.id(),
        address,
        request.owner(),
        now,
        request.address().kind(),
        session.nextToken(),
        key,
        request.context());
  }

  private static NoAddressAvailableException exhausted(
      AllocationRequest request, List<SubnetState> candidates) {
    BigInteger free = BigInteger.ZERO;
    BigInteger resting = BigInteger.ZERO;
    Instant earliest = null;
    for (SubnetState candidate : candidates) {
      PoolUsage usage = candidate.index().usage();
      free = free.max(usage.free().toBigInteger());
      resting = resting.add(BigInteger.valueOf(usage.resting()));
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
