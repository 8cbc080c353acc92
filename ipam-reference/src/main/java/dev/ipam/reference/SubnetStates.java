package dev.ipam.reference;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.reference.rows.SubnetRow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subnets that transactions worked on lately; each is read when it is first asked for. */
final class SubnetStates {
  private static final int MOST = 1_000;

  private final Session session;
  private final Map<String, SubnetState> states = new LinkedHashMap<>(16, 0.75f, true);

  SubnetStates(Session session) {
    this.session = session;
  }

  /** Finds a subnet, as it is at the time of the transaction. */
  @Nullable SubnetState find(String id) {
    SubnetState state = states.get(id);
    if (state == null) {
      SubnetRow row = SubnetRow.find(session.sql(), id);
      if (row == null) {
        return null;
      }
      state = new SubnetState(session, row);
      states.put(id, state);
    }
    if (!session.fence().operates()) {
      // Whoever follows another store is told what has rested, and does not see to it.
      return state;
    }
    if (state.hasRest()) {
      state.settle();
    }
    if (state.hasHolds()) {
      SubnetHolds.settle(state);
    }
    return state;
  }

  /**
   * Finds a subnet that must be there.
   *
   * @throws SubnetNotFoundException if it is not
   */
  SubnetState required(String id) {
    SubnetState state = find(id);
    if (state == null) {
      throw new SubnetNotFoundException(id);
    }
    return state;
  }

  boolean exists(String id) {
    return states.containsKey(id) || SubnetRow.find(session.sql(), id) != null;
  }

  /** Adds a subnet that has just got its row. */
  SubnetState add(SubnetRow row) {
    SubnetState state = new SubnetState(session, row);
    states.put(state.id(), state);
    state.fill();
    return state;
  }

  void remove(SubnetState state) {
    states.remove(state.id());
  }

  /** Forgets everything. */
  void clear() {
    states.clear();
  }

  /** Forgets what was not used lately; everything must have been written. */
  void trim() {
    states.values().forEach(SubnetState::trim);
    var oldest = states.entrySet().iterator();
    while (states.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }
}
