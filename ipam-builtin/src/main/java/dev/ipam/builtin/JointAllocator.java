package dev.ipam.builtin;

import dev.ipam.builtin.SubnetState.Before;
import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves several requests in order, or undoes those that it has served. */
final class JointAllocator {
  private final Session session;
  private final Map<SubnetState, Before> before = new LinkedHashMap<>();
  private final Map<SubnetState, List<IpAddress>> taken = new LinkedHashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<IpAddress> addresses = new ArrayList<>();
  private final List<List<Allocation>> results = new ArrayList<>();

  private JointAllocator(Session session) {
    this.session = session;
  }

  static List<List<Allocation>> allocate(
      Session session, JointRequest request, @Nullable String fingerprint) {
    String key = request.key();
    if (key == null || fingerprint == null) {
      return new JointAllocator(session).serve(request);
    }
    KeyRecord bound = session.keys().find(key, fingerprint);
    if (bound != null) {
      return KeyedResults.of(session, key, bound);
    }
    JointAllocator joint = new JointAllocator(session);
    List<List<Allocation>> results = joint.serve(request);
    KeyRecord record = new KeyRecord(fingerprint, Operation.ALLOCATE_TOGETHER, joint.parts);
    session.keys().bind(key, record, joint.addresses);
    return results;
  }

  private List<List<Allocation>> serve(JointRequest request) {
    session.tables().mark();
    try {
      for (AllocationRequest part : request.parts()) {
        add(Allocator.serve(session, part, request.key(), this::remember));
      }
    } catch (IpamException e) {
      session.tables().rollback();
      before.forEach((state, then) -> state.undo(taken.getOrDefault(state, List.of()), then));
      throw e;
    }
    session.tables().release();
    before.keySet().forEach(SubnetState::keep);
    return List.copyOf(results);
  }

  private void remember(SubnetState state) {
    if (!before.containsKey(state)) {
      before.put(state, state.before());
    }
  }

  private void add(Allocator.Served served) {
    taken.computeIfAbsent(served.state(), state -> new ArrayList<>()).addAll(served.addresses());
    parts.add(Allocator.part(served));
    addresses.addAll(served.addresses());
    results.add(served.allocations());
  }
}
