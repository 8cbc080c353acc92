package dev.ipam.builtin;

import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import java.util.ArrayList;
import java.util.List;

/** Finds again what was allocated under a key, all of which is held. */
final class KeyedResults {
  private KeyedResults() {}

  static List<List<Allocation>> of(Session session, String key, KeyRecord bound) {
    List<IpAddress> addresses = session.tables().keys().results(key, bound);
    List<List<Allocation>> results = new ArrayList<>(bound.parts().size());
    int next = 0;
    for (Part part : bound.parts()) {
      SubnetState state = session.subnets().required(part.subnetId());
      List<Allocation> allocations = new ArrayList<>(part.count());
      for (int i = 0; i < part.count(); i++) {
        allocations.add(held(session, state, addresses.get(next++), key));
      }
      results.add(List.copyOf(allocations));
    }
    return List.copyOf(results);
  }

  private static Allocation held(
      Session session, SubnetState state, IpAddress address, String key) {
    Allocation allocation = session.tables().allocation(state.stored(), address);
    if (allocation == null || !key.equals(allocation.key())) {
      throw session
          .tables()
          .contradiction(
              "keys", key, address + " of subnet " + state.stored().id() + " is not held under it");
    }
    return allocation;
  }
}
