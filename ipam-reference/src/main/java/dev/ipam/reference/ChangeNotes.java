package dev.ipam.reference;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.ChangeEntries;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transaction changes, noted for those who follow the store. */
final class ChangeNotes {
  private final boolean kept;
  private final int rowBytes;
  private final Set<Long> named = new HashSet<>();
  private ChangeEntries entries;
  private long count;

  ChangeNotes(boolean kept, int rowBytes) {
    this.kept = kept;
    this.rowBytes = rowBytes;
    this.entries = new ChangeEntries(rowBytes);
  }

  /** How many changes were noted since the transaction began: whether it has changed anything. */
  long count() {
    return count;
  }

  ChangeEntries entries() {
    return entries;
  }

  void clear() {
    entries = new ChangeEntries(rowBytes);
    named.clear();
    count = 0;
  }

  /** Something changed that nobody is told of. */
  void silent() {
    count++;
  }

  void subnet(String id) {
    if (note()) {
      entries.add(ChangeEntries.SUBNET, id);
    }
  }

  void subnetRemoved(String id) {
    if (note()) {
      entries.add(ChangeEntries.SUBNET_REMOVED, id);
    }
  }

  void pool(String id) {
    if (note()) {
      entries.add(ChangeEntries.POOL, id);
    }
  }

  void scope(String id) {
    if (note()) {
      entries.add(ChangeEntries.SCOPE, id);
    }
  }

  void key(String name) {
    if (note()) {
      entries.add(ChangeEntries.KEY, name);
    }
  }

  void address(SubnetState state, IpAddress address) {
    ofSubnet(ChangeEntries.ADDRESS, state, address);
  }

  void passMoved(SubnetState state, IpAddress to) {
    ofSubnet(ChangeEntries.PASS_MOVED, state, to);
  }

  void passStarted(SubnetState state) {
    ofSubnet(ChangeEntries.PASS_STARTED, state, null);
  }

  void spent(SubnetState state, IpAddress address) {
    ofSubnet(ChangeEntries.SPENT, state, address);
  }

  private void ofSubnet(int kind, SubnetState state, @Nullable IpAddress address) {
    if (note()) {
      if (named.add(state.number())) {
        entries.name(state.number(), state.id());
      }
      entries.add(kind, state.number(), address);
    }
  }

  private boolean note() {
    count++;
    return kept;
  }
}
