package dev.ipam.builtin;

import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys. A key lives as long as all of its result is held; while only a part is, it
 * is of no use to anyone; after that it is free.
 */
final class KeyLedger {
  private final Tables tables;

  KeyLedger(Tables tables) {
    this.tables = tables;
  }

  /**
   * Returns what a retry of a request gets, or null where the key is free.
   *
   * @throws IdempotencyConflictException if the key belongs to another request, or not all of its
   *     result is held any more
   */
  @Nullable KeyRecord find(String key, String fingerprint) {
    KeyRecord bound = tables.keys().get(key);
    if (bound == null) {
      return null;
    }
    long held = 0;
    long total = 0;
    boolean live = bound.operation() == Operation.CREATE_SUBNET;
    for (Part part : bound.parts()) {
      boolean there = isLive(part);
      live &= there;
      held += there ? part.count() - part.released() : 0;
      total += part.count();
    }
    if (held == 0 && !live) {
      return null;
    }
    if (!bound.fingerprint().equals(fingerprint)) {
      throw new IdempotencyConflictException(key, "it was used for another request");
    }
    if (held < total) {
      throw new IdempotencyConflictException(
          key,
          "of the " + total + " addresses that it stands for only " + held + " are still held");
    }
    return bound;
  }

  private boolean isLive(Part part) {
    StoredSubnet subnet = tables.subnet(part.subnetId());
    return subnet != null && subnet.number() == part.number();
  }

  /** Binds a key that is free. */
  void bind(String key, KeyRecord bound, List<IpAddress> results) {
    KeyRecord dead = tables.keys().get(key);
    if (dead != null) {
      tables.keys().delete(key, dead);
    }
    tables.keys().put(key, bound);
    if (!results.isEmpty()) {
      tables.keys().putResults(key, results);
    }
  }

  /** Notes that addresses of a subnet are no longer held under a key. */
  void leave(@Nullable String key, StoredSubnet subnet, int count) {
    KeyRecord bound = key == null ? null : tables.keys().get(key);
    if (key == null || bound == null || bound.operation() == Operation.CREATE_SUBNET) {
      return;
    }
    List<Part> parts = new ArrayList<>(bound.parts().size());
    int left = count;
    boolean held = false;
    for (Part part : bound.parts()) {
      int released = 0;
      if (part.number() == subnet.number()) {
        released = Math.min(left, part.count() - part.released());
        left -= released;
      }
      Part now = new Part(part.number(), part.subnetId(), part.count(), part.released() + released);
      parts.add(now);
      held |= now.released() < now.count();
    }
    if (left == count) {
      // The row of a later request: the key had become free before this address was released.
      return;
    }
    if (held) {
      tables.keys().put(key, new KeyRecord(bound.fingerprint(), bound.operation(), parts));
    } else {
      tables.keys().delete(key, bound);
    }
  }

  /** Frees the key that a subnet was created under. */
  void subnetRemoved(StoredSubnet subnet) {
    String key = subnet.key();
    KeyRecord bound = key == null ? null : tables.keys().get(key);
    if (key != null
        && bound != null
        && bound.operation() == Operation.CREATE_SUBNET
        && bound.parts().get(0).number() == subnet.number()) {
      tables.keys().delete(key, bound);
    }
  }
}
