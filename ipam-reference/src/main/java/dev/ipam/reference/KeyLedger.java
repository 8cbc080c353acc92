package dev.ipam.reference;

import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.KeyRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys. A key lives as long as all of its result is held; while only a part is, it
 * is of no use to anyone; after that it is free. What is held under it is counted, not recorded.
 *
 * @ipam.rule 3.44..3.52
 */
final class KeyLedger {
  private final Session session;
  private final Set<String> left = new LinkedHashSet<>();
  private final Set<String> dead = new LinkedHashSet<>();

  KeyLedger(Session session) {
    this.session = session;
  }

  /**
   * Returns what a retry of a request gets, or null where the key is free.
   *
   * @throws IdempotencyConflictException if the key belongs to another request, or not all of its
   *     result is held any more
   */
  @Nullable KeyRow find(String key, String fingerprint) {
    return find(key, fingerprint, "");
  }

  /** The same for a transaction of a caller's, which need not wait for itself. */
  @Nullable KeyRow find(String key, String fingerprint, String unit) {
    KeyRow bound = decided(key, unit);
    if (bound == null) {
      return null;
    }
    if (!bound.isCreation()) {
      session.flush();
    }
    KeyRow live = check(session.sql(), bound, fingerprint);
    if (live == null) {
      dead.add(key);
    }
    return live;
  }

  /**
   * Finds a key, and makes whoever would bind it wait for a transaction of a caller's that does so
   * already: its row must not be waited for while others wait for the store.
   */
  private @Nullable KeyRow decided(String key, String unit) {
    KeyRow.Found found = KeyRow.findWithHolds(session.sql(), key, unit);
    String subnet = found.takenIn();
    if (subnet != null) {
      // A transaction that has ended is noticed when the subnet is looked at.
      session.subnets().find(subnet);
      found = KeyRow.findWithHolds(session.sql(), key, unit);
      if (found.takenIn() != null) {
        throw SubnetHolds.undecided(KeyRow.takenBy(session.sql(), key, unit));
      }
    }
    return found.row();
  }

  /** The same on a connection of the caller's, where the row of a key that is free goes at once. */
  static @Nullable KeyRow findOrFree(Sql sql, String key, String fingerprint) {
    KeyRow bound = KeyRow.find(sql, key);
    KeyRow live = bound == null ? null : check(sql, bound, fingerprint);
    if (bound != null && live == null) {
      KeyRow.delete(sql, key);
    }
    return live;
  }

  private static @Nullable KeyRow check(Sql sql, KeyRow bound, String fingerprint) {
    long held = 0;
    if (!bound.isCreation()) {
      held = KeyRow.held(sql, bound.name());
      if (held == 0) {
        return null;
      }
    }
    if (!bound.fingerprint().equals(fingerprint)) {
      throw new IdempotencyConflictException(bound.name(), "it was used for another request");
    }
    if (held < bound.total()) {
      throw new IdempotencyConflictException(
          bound.name(),
          "of the "
              + bound.total()
              + " addresses that it stands for only "
              + held
              + " are still held");
    }
    return bound;
  }

  /** Binds a key that is free to a number of addresses for each part of a request. */
  void bind(String key, String fingerprint, List<Integer> counts) {
    insert(new KeyRow(key, fingerprint, counts, null));
  }

  /** Binds a key that is free to the creation of a subnet. */
  void bindCreation(String key, String fingerprint, long subnetNumber) {
    insert(new KeyRow(key, fingerprint, List.of(), subnetNumber));
  }

  private void insert(KeyRow row) {
    if (dead.remove(row.name())) {
      KeyRow.delete(session.sql(), row.name());
    }
    row.insert(session.sql());
    session.notes().key(row.name());
  }

  /** Notes that an address is no longer held under a key. */
  void leave(@Nullable String key) {
    if (key != null) {
      left.add(key);
      session.notes().key(key);
    }
  }

  /** Frees the key that a subnet was created under. */
  void subnetRemoved(SubnetState state) {
    String key = state.key();
    if (key != null) {
      KeyRow.deleteCreation(session.sql(), key, state.number());
      session.notes().key(key);
    }
  }

  /** Deletes the rows of keys under which nothing is held any more. */
  void sweep() {
    if (!left.isEmpty()) {
      KeyRow.deleteUnused(session.sql(), left);
    }
    clear();
  }

  /** Forgets what the transaction did. */
  void clear() {
    left.clear();
    dead.clear();
  }
}
