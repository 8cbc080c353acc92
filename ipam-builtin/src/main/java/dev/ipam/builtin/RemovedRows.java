package dev.ipam.builtin;

import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.builtin.store.Tables.Removed;
import dev.ipam.request.Allocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Deletes the rows that removed subnets left, a few with every batch. Until then they are dead by
 * their subnet's number: so a subnet of millions of allocations is removed in one small batch.
 */
final class RemovedRows {
  private static final int STEP = 256;

  private final Tables tables;
  private final KeyLedger keys;
  private final Deque<Removed> left = new ArrayDeque<>();
  private final List<Removed> ofThisBatch = new ArrayList<>();

  RemovedRows(Tables tables, KeyLedger keys) {
    this.tables = tables;
    this.keys = keys;
    tables.forEachRemoved((subnet, doneTo) -> left.add(new Removed(subnet, doneTo)));
  }

  /** Adds a subnet that the batch being made removes. */
  void add(StoredSubnet subnet) {
    ofThisBatch.add(new Removed(subnet, null));
  }

  boolean isEmpty() {
    return left.isEmpty() && ofThisBatch.isEmpty();
  }

  /** Deletes some rows within the batch being made. */
  void step() {
    Removed removed = left.poll();
    // What the batch itself allocated is no row yet that a walk would find.
    if (!ofThisBatch.isEmpty()) {
      left.addAll(ofThisBatch);
      ofThisBatch.clear();
    }
    if (removed != null) {
      delete(removed);
    }
  }

  private void delete(Removed removed) {
    StoredSubnet subnet = removed.subnet();
    List<Allocation> next = tables.nextOfRemoved(removed, STEP);
    for (Allocation allocation : next) {
      tables.deleteAllocation(subnet, allocation);
      keys.leave(allocation.key(), subnet, 1);
    }
    boolean done = next.size() < STEP;
    Removed now = done ? removed : new Removed(subnet, next.get(next.size() - 1).address());
    tables.noteRemoved(now, done);
    if (!done) {
      left.addFirst(now);
    }
  }
}
