package dev.ipam.builtin;

import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.SubnetNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The subnets in memory; each is read when it is first asked for. */
final class SubnetStates {
  /** How many rows of what has rested are deleted with a batch. */
  private static final int STEP = 256;

  private final Tables tables;
  private final LongSupplier clock;
  private final Map<String, SubnetState> states = new HashMap<>();
  private final List<SubnetState> moved = new ArrayList<>();
  private final List<SubnetState> indexDue = new ArrayList<>();
  private final Set<SubnetState> settling = new LinkedHashSet<>();
  private boolean rested;

  /** The clock tells the time of the batch. */
  SubnetStates(Tables tables, LongSupplier clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Finds a subnet, as it is at the time of the batch. */
  @Nullable SubnetState find(String id) {
    SubnetState state = inMemory(id);
    if (state != null && state.hasRest()) {
      rested |= state.advance(clock.getAsLong());
      if (state.index().hasRested()) {
        settling.add(state);
      }
    }
    return state;
  }

  private @Nullable SubnetState inMemory(String id) {
    SubnetState state = states.get(id);
    if (state != null) {
      return state;
    }
    StoredSubnet stored = tables.subnet(id);
    if (stored == null) {
      return null;
    }
    state = new SubnetState(stored, tables, moved, indexDue);
    state.load();
    states.put(id, state);
    return state;
  }

  SubnetState required(String id) {
    SubnetState state = find(id);
    if (state == null) {
      throw new SubnetNotFoundException(id);
    }
    return state;
  }

  boolean exists(String id) {
    return states.containsKey(id) || tables.subnet(id) != null;
  }

  /** Tells whether the subnet of a number is still there. */
  boolean isLive(String id, long number) {
    SubnetState state = states.get(id);
    StoredSubnet stored = state == null ? tables.subnet(id) : state.stored();
    return stored != null && stored.number() == number;
  }

  void add(StoredSubnet stored) {
    tables.addSubnet(stored);
    states.put(stored.id(), new SubnetState(stored, tables, moved, indexDue));
  }

  void remove(SubnetState state) {
    states.remove(state.stored().id());
    moved.remove(state);
    indexDue.remove(state);
    settling.remove(state);
  }

  void forgetAll() {
    states.clear();
    moved.clear();
    indexDue.clear();
    settling.clear();
  }

  void storeIndexes() {
    if (!indexDue.isEmpty()) {
      indexDue.forEach(SubnetState::storeIndex);
      indexDue.clear();
    }
  }

  /** Tells whether an answer of this batch depends on how late it is. */
  boolean haveRested() {
    return rested;
  }

  /** Deletes some rows of what has rested, within the batch being made. */
  void settle() {
    rested = false;
    if (settling.isEmpty()) {
      return;
    }
    Iterator<SubnetState> next = settling.iterator();
    if (!next.next().deleteRested(STEP)) {
      next.remove();
    }
  }

  void storePasses() {
    if (!moved.isEmpty()) {
      moved.forEach(SubnetState::storePass);
      moved.clear();
    }
  }
}
