package dev.ipam.reference;

import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.TransferRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends allocations, or hands them on. */
final class Releaser {
  /** Of one owner, by the order of subnet ids and addresses. */
  static final String OF_OWNER =
      "SELECT "
          + AllocationRow.COLUMNS
          + ", s.id FROM ipam_allocation a JOIN ipam_subnet s ON s.number = a.subnet_number"
          + " WHERE a.owner = ? ORDER BY s.id, a.address";

  private Releaser() {}

  static Optional<Allocation> release(Session session, ReleaseRequest request) {
    SubnetState state = session.subnets().required(request.subnetId());
    Allocation allocation = held(state, request.address());
    if (allocation == null) {
      return Optional.empty();
    }
    checkOwned(request, allocation);
    release(state, allocation);
    return Optional.of(allocation);
  }

  /** Refuses to release what is not the allocation that the request means. */
  static void checkOwned(ReleaseRequest request, Allocation allocation) {
    String owner = request.owner();
    Long token = request.token();
    if ((owner != null && !owner.equals(allocation.owner()))
        || (token != null && token != allocation.token())) {
      throw new AddressOwnedByAnotherException(request.subnetId(), request.address().toString());
    }
  }

  static List<Allocation> releaseOwner(Session session, String owner) {
    List<Allocation> all = decided(session, owner);
    for (Allocation allocation : all) {
      session.subnets().required(allocation.subnetId()).spent().expect(all.size());
    }
    for (Allocation allocation : all) {
      release(session.subnets().required(allocation.subnetId()), allocation);
    }
    return List.copyOf(all);
  }

  /**
   * What an owner holds, when nobody's open transaction has any of it. A caller's transaction that
   * released some may be committed between the look at the allocations and that at its hold, by
   * which the address is freed: then they are looked at again.
   */
  private static List<Allocation> decided(Session session, String owner) {
    while (true) {
      session.flush();
      List<Allocation> all = session.sql().all(OF_OWNER, AllocationRow::readWithSubnet, owner);
      long before = session.notes().count();
      for (Allocation allocation : all) {
        SubnetHolds.checkDecided(
            session.subnets().required(allocation.subnetId()), allocation.address());
      }
      if (session.notes().count() == before) {
        return all;
      }
    }
  }

  private static void release(SubnetState state, Allocation allocation) {
    Session session = state.session();
    session.keys().leave(allocation.key());
    session.allocations().replace(state.number(), allocation, null);
    session.notes().address(state, allocation.address());
    state.release(allocation.address());
  }

  static Allocation transfer(
      Session session, TransferRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key != null && fingerprint != null) {
      KeyRow bound = session.keys().find(key, fingerprint);
      if (bound != null) {
        return KeyedResults.of(session, bound).get(0).get(0);
      }
    }
    SubnetState state = session.subnets().required(request.subnetId());
    IpAddress address = request.address();
    Allocation old = held(state, address);
    if (old == null) {
      throw new AddressNotAllocatedException(request.subnetId(), address.toString());
    }
    if (old.token() != request.token()) {
      throw new AddressOwnedByAnotherException(request.subnetId(), address.toString());
    }
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
    session.keys().leave(old.key());
    session.allocations().replace(state.number(), old, moved);
    session.notes().address(state, address);
    if (key != null && fingerprint != null) {
      session.keys().bind(key, fingerprint, List.of(1));
    }
    return moved;
  }

  static @Nullable Allocation held(SubnetState state, IpAddress address) {
    SubnetHolds.checkDecided(state, address);
    return state.subnet().cidr().contains(address)
        ? state.session().allocations().find(state.number(), state.id(), address)
        : null;
  }
}
