package dev.ipam.builtin.store;

import dev.ipam.builtin.store.CarrierTables.Carrier;
import dev.ipam.builtin.store.ImportNotes.Carrying;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an import noted of the keys of allocations, which is met by the keys' own records. */
final class ImportedKeys implements AutoCloseable {
  private final Tables tables;
  private final ImportNotes notes;
  private boolean begun;
  private @Nullable Carrying next;

  ImportedKeys(Tables tables, ImportNotes notes) {
    this.tables = tables;
    this.notes = notes;
  }

  void note(StoredSubnet subnet, Allocation allocation) {
    notes.token(allocation.token());
    String name = allocation.key();
    if (name != null) {
      notes.carrier(
          name,
          allocation.token(),
          new Carrier(subnet.number(), subnet.id(), allocation.address()));
    }
  }

  boolean isBegun() {
    return begun;
  }

  /** Begins to read what was noted, all of which must be committed. */
  void begin() {
    begun = true;
    notes.begin();
    next = notes.next();
  }

  /** Binds a key to what carries it. Keys come in ascending order, and so does what was noted. */
  void add(SnapshotRecord.KeyRecord record, long number) {
    BoundKey bound = record.bound();
    String name = bound.key();
    Carrying first = next;
    if (first != null && CodePoints.ORDER.compare(first.key(), name) < 0) {
      throw withoutRecord(number, first);
    }
    if (tables.keys().get(name) != null) {
      throw invalid(number, "key \"" + name + "\" is of a subnet's creation, too");
    }
    KeyParts parts = new KeyParts(record.counts());
    List<IpAddress> addresses = new ArrayList<>();
    for (Carrying held = next; held != null && held.key().equals(name); held = next) {
      if (!parts.add(held.carrier().number(), held.carrier().subnetId())) {
        throw invalid(number, "more is held under key \"" + name + "\" than it stands for");
      }
      addresses.add(held.carrier().address());
      next = notes.next();
    }
    if (addresses.isEmpty()) {
      throw invalid(number, "nothing is held under key \"" + name + "\"");
    }
    Operation operation =
        record.counts().size() == 1 ? Operation.ALLOCATE : Operation.ALLOCATE_TOGETHER;
    tables.keys().put(name, new KeyRecord(bound.fingerprint(), operation, parts.parts()));
    if (addresses.size() == record.total()) {
      tables.keys().putResults(name, addresses);
    }
  }

  /** Checks that every key has had its record, and that no two tokens are equal. */
  void finish(long allocations, long records) {
    if (!begun) {
      begin();
    }
    Carrying left = next;
    if (left != null) {
      throw withoutRecord(records + 1, left);
    }
    if (notes.tokens() != allocations) {
      throw invalid(records, "two allocations before it have the same token");
    }
    close();
    notes.clear();
  }

  private static InvalidDumpException withoutRecord(long record, Carrying of) {
    return invalid(
        record,
        of.carrier().address() + " carries a key that has no record (key \"" + of.key() + "\")");
  }

  private static InvalidDumpException invalid(long record, String reason) {
    return new InvalidDumpException("record " + record, reason);
  }

  @Override
  public void close() {
    notes.close();
  }
}
