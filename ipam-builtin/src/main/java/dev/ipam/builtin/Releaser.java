package dev.ipam.builtin;

import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.Tables.Held;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.TransferRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends allocations, or hands them on. */
final class Releaser {
  private Releaser() {}

  static Optional<Allocation> release(Session session, ReleaseRequest request) {
    SubnetState state = session.subnets().required(request.subnetId());
    Allocation allocation = held(session, state, request.address());
    if (allocation == null) {
      return Optional.empty();
    }
    String owner = request.owner();
    Long token = request.token();
    if ((owner != null && !owner.equals(allocation.owner()))
        || (token != null && token != allocation.token())) {
      throw new AddressOwnedByAnotherException(request.subnetId(), request.address().toString());
    }
    release(session, state, allocation);
    return Optional.of(allocation);
  }

  static List<Allocation> releaseOwner(Session session, String owner) {
    List<Held> all = session.tables().heldBy(owner);
    List<Allocation> released = new ArrayList<>(all.size());
    for (Held held : all) {
      SubnetState state = session.subnets().required(held.subnet().id());
      release(session, state, held.allocation());
      released.add(held.allocation());
    }
    return List.copyOf(released);
  }

  private static void release(Session session, SubnetState state, Allocation allocation) {
    session.keys().leave(allocation.key(), state.stored(), 1);
    state.delete(allocation, session.millis());
  }

  static Allocation transfer(
      Session session, TransferRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key != null && fingerprint != null) {
      KeyRecord bound = session.keys().find(key, fingerprint);
      if (bound != null) {
        return KeyedResults.of(session, key, bound).get(0).get(0);
      }
    }
    SubnetState state = session.subnets().required(request.subnetId());
    IpAddress address = request.address();
    Allocation old = held(session, state, address);
    if (old == null) {
      throw new AddressNotAllocatedException(request.subnetId(), address.toString());
    }
    if (old.token() != request.token()) {
      throw new AddressOwnedByAnotherException(request.subnetId(), address.toString());
    }
    session.keys().leave(old.key(), state.stored(), 1);
    Allocation moved =
        new Allocation(
            old.subnetId(),
            address,
            request.newOwner(),
            old.allocatedAt(),
            old.kind(),
            session.nextToken(),
            key,
            old.context());
    state.replace(old, moved);
    if (key != null && fingerprint != null) {
      Part part = new Part(state.stored().number(), state.stored().id(), 1, 0);
      session
          .keys()
          .bind(
              key, new KeyRecord(fingerprint, Operation.TRANSFER, List.of(part)), List.of(address));
    }
    return moved;
  }

  private static @Nullable Allocation held(Session session, SubnetState state, IpAddress address) {
    if (!state.subnet().cidr().contains(address) || !state.isTaken(address)) {
      return null;
    }
    Allocation allocation = session.tables().allocation(state.stored(), address);
    if (allocation == null) {
      throw session
          .tables()
          .contradiction("allocations", state.stored().id() + " " + address, "it is missing");
    }
    return allocation;
  }
}
