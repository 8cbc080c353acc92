package dev.ipam.reference;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.RunsAhead;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.rows.SubnetsAhead;
import dev.ipam.reference.space.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subnets that transactions worked on lately; each is read when it is first asked for. */
final class SubnetStates {
  private static final int MOST = 4_096;

  private final Session session;
  private final Map<String, SubnetState> states = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<SubnetState> used = new HashSet<>();

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
    used.add(state);
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
    used.add(state);
    state.fill();
    return state;
  }

  /** Which of these are not known here. */
  List<String> unknownOf(List<String> ids) {
    return ids.stream().filter(id -> !states.containsKey(id)).toList();
  }

  /**
   * Takes over subnets that were read before they are asked for, with the first runs of their
   * passes. What was neither read with them nor is told by their rows is read now, of all together.
   */
  void learn(SubnetsAhead ahead) {
    Map<Long, SubnetState> open = new HashMap<>();
    List<RunsAhead.Place> places = new ArrayList<>();
    ahead.tell(
        (row, runs, most) -> {
          if (states.containsKey(row.subnet().id())) {
            return;
          }
          SubnetState state = new SubnetState(session, row);
          states.put(state.id(), state);
          if (most > 0) {
            state.startWith(runs, most);
            return;
          }
          IpAddress from = state.unknownAhead();
          if (from != null) {
            open.put(state.number(), state);
            places.add(new RunsAhead.Place(state.number(), from));
          }
        });
    if (!places.isEmpty()) {
      Map<Long, List<Run>> runs = RunsAhead.read(session.sql(), places);
      open.forEach(
          (number, state) -> state.startWith(runs.getOrDefault(number, List.of()), RunsAhead.MOST));
    }
  }

  void remove(SubnetState state) {
    states.remove(state.id());
    used.remove(state);
  }

  /** Forgets everything. */
  void clear() {
    states.clear();
    used.clear();
  }

  /**
   * Forgets what was not used lately; everything must have been written. What was not used since
   * the last time has not grown.
   */
  void trim() {
    used.forEach(SubnetState::trim);
    used.clear();
    var oldest = states.entrySet().iterator();
    while (states.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }
}
