package dev.ipam.builtin;

import dev.ipam.builtin.store.CarrierTables;
import dev.ipam.builtin.store.CarrierTables.Carrier;
import dev.ipam.builtin.store.KeyParts;
import dev.ipam.builtin.store.KeyRecord;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The idempotency keys of a store that follows another one. A key's record and what is held under
 * it come one by one, in any order: they are noted, and put together with a later batch.
 *
 * <p>Of a key that came with an import, or that the store served itself, nothing is noted: what it
 * stands for is in its row. All that is held under one key was allocated at once, so what is noted
 * of a key, where anything is, is all of it.
 */
final class ReplicaKeys {
  /** How many keys are put together with a batch: more than one batch can bring. */
  private static final int STEP = 2_048;

  private final Tables tables;
  private final CarrierTables carriers;
  private final KeyLedger ledger;
  private final Set<String> carriedInBatch = new HashSet<>();
  private final Set<String> declaredInBatch = new HashSet<>();
  private @Nullable String last;

  ReplicaKeys(Tables tables, KeyLedger ledger) {
    this.tables = tables;
    this.carriers = tables.carriers();
    this.ledger = ledger;
  }

  /** An allocation that carries a key, or none, has come. */
  void carry(StoredSubnet stored, Allocation allocation) {
    String key = allocation.key();
    if (key == null) {
      return;
    }
    carriers.put(stored, allocation);
    carriedInBatch.add(key);
    if (tables.keys().get(key) != null || carriers.declared(key) != null) {
      note(key, null);
    }
  }

  /** An allocation that carries a key, or none, is gone. */
  void leave(StoredSubnet stored, Allocation allocation) {
    String key = allocation.key();
    if (key == null) {
      return;
    }
    if (isNoted(key)) {
      carriers.delete(key, allocation.token());
      note(key, null);
    } else {
      ledger.leave(key, stored, 1);
    }
  }

  private boolean isNoted(String key) {
    return carriedInBatch.contains(key) || carriers.has(key);
  }

  void declare(SnapshotRecord.KeyRecord record) {
    note(record.bound().key(), record);
  }

  /** A note without a record must not hide one that came before. */
  private void note(String key, SnapshotRecord.@Nullable KeyRecord record) {
    last = key;
    if (record != null) {
      declaredInBatch.add(key);
      carriers.note(key, record);
    } else if (!declaredInBatch.contains(key)) {
      carriers.note(key, carriers.declared(key));
    }
  }

  /** Binds the key of a subnet's creation, whatever it was bound to before. */
  void create(BoundKey creation, StoredSubnet stored) {
    String key = creation.key();
    KeyRecord bound = Replica.creation(stored, creation.fingerprint());
    KeyRecord before = tables.keys().get(key);
    if (bound.equals(before)) {
      return;
    }
    carriers.forget(key);
    if (before != null) {
      tables.keys().delete(key, before);
    }
    tables.keys().put(key, bound);
  }

  void remove(String key) {
    carriers.forget(key);
    carriedInBatch.remove(key);
    declaredInBatch.remove(key);
    KeyRecord bound = tables.keys().get(key);
    if (bound != null && (bound.operation() != Operation.CREATE_SUBNET || !isLive(bound))) {
      tables.keys().delete(key, bound);
    }
  }

  private boolean isLive(KeyRecord creation) {
    Part part = creation.parts().get(0);
    StoredSubnet subnet = tables.subnet(part.subnetId());
    return subnet != null && subnet.number() == part.number();
  }

  /**
   * Puts keys together, of what was told with the batches before.
   *
   * @param all whether also the one of which more may be coming
   */
  void settle(boolean all) {
    for (String key : carriers.unsettled(STEP)) {
      if (all || !key.equals(last)) {
        settle(key);
      }
    }
  }

  private void settle(String key) {
    SnapshotRecord.KeyRecord declared = carriers.declared(key);
    KeyRecord before = tables.keys().get(key);
    List<Carrier> held = carriers.of(key);
    held.removeIf(carrier -> !isLive(carrier));
    if (held.isEmpty() && declared != null && !isBound(before, declared)) {
      // What is held under it is still to come.
      return;
    }
    carriers.settled(key);
    if (!held.isEmpty()) {
      put(key, declared, before, held);
    }
  }

  private static boolean isBound(@Nullable KeyRecord before, SnapshotRecord.KeyRecord declared) {
    return before != null
        && before.fingerprint().equals(declared.bound().fingerprint())
        && before.parts().stream().map(Part::count).toList().equals(declared.counts());
  }

  private void put(
      String key,
      SnapshotRecord.@Nullable KeyRecord declared,
      @Nullable KeyRecord before,
      List<Carrier> held) {
    List<Integer> counts = new ArrayList<>();
    String fingerprint;
    if (declared != null) {
      counts.addAll(declared.counts());
      fingerprint = declared.bound().fingerprint();
    } else if (before != null) {
      before.parts().forEach(part -> counts.add(part.count()));
      fingerprint = before.fingerprint();
    } else {
      return;
    }
    KeyParts parts = new KeyParts(counts);
    List<IpAddress> addresses = new ArrayList<>(held.size());
    for (Carrier carrier : held) {
      if (parts.add(carrier.number(), carrier.subnetId())) {
        addresses.add(carrier.address());
      }
    }
    if (before != null) {
      tables.keys().delete(key, before);
    }
    Operation operation = counts.size() == 1 ? Operation.ALLOCATE : Operation.ALLOCATE_TOGETHER;
    tables.keys().put(key, new KeyRecord(fingerprint, operation, parts.parts()));
    if (addresses.size() == counts.stream().mapToInt(Integer::intValue).sum()) {
      tables.keys().putResults(key, addresses);
    }
  }

  private boolean isLive(Carrier carrier) {
    StoredSubnet subnet = tables.subnet(carrier.subnetId());
    return subnet != null && subnet.number() == carrier.number();
  }

  void committed() {
    carriedInBatch.clear();
    declaredInBatch.clear();
  }
}
