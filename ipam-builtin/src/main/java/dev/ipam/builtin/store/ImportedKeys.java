package dev.ipam.builtin.store;

import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.snapshot.SnapshotRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import notes of allocations in a table that is empty otherwise: their tokens, of which no
 * two may be equal, and what carries which key, which is then met by the keys' own records.
 *
 * <p>A row is {@code t token}, or {@code k key 0 token}: in the order of keys, and of tokens.
 */
final class ImportedKeys implements AutoCloseable {
  private static final byte[] TOKENS = {'t'};
  private static final byte[] KEYS = {'k'};

  /** What a row of a key says. */
  private record Carrier(ByteBuffer key, long number, String subnetId, IpAddress address) {}

  private final RocksTables tables;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(64);
  private @Nullable ReadView view;
  private @Nullable Rows rows;
  private @Nullable Carrier next;

  ImportedKeys(RocksTables tables) {
    this.tables = tables;
  }

  void note(StoredSubnet subnet, Allocation allocation) {
    BatchBuffer batch = tables.batch();
    batch.put(Family.IMPORTED, key.clear().raw(TOKENS).fixed64(allocation.token()));
    String name = allocation.key();
    if (name != null) {
      value.clear().fixed64(subnet.number()).text(subnet.id());
      value.addressWithFamily(allocation.address());
      key.clear().raw(KEYS).rawText(name).octet(0).fixed64(allocation.token());
      batch.put(Family.IMPORTED, key, value);
    }
  }

  boolean isBegun() {
    return view != null;
  }

  /** Begins to read what was noted, all of which must be committed. */
  void begin() {
    ReadView opened = tables.rocks().view();
    view = opened;
    rows = opened.rows(Family.IMPORTED, KEYS);
    advance();
  }

  private void advance() {
    Rows from = rows;
    next = from != null && from.next() ? carrier(from.key(), from.value()) : null;
  }

  private static Carrier carrier(byte[] rowKey, byte[] row) {
    ByteReader in = new ByteReader(row);
    byte[] name = Arrays.copyOfRange(rowKey, KEYS.length, rowKey.length - Long.BYTES - 1);
    return new Carrier(ByteBuffer.wrap(name), in.fixed64(), in.text(), in.addressWithFamily());
  }

  /** Binds a key to what carries it. Keys come in ascending order, and so does what was noted. */
  void add(SnapshotRecord.KeyRecord record, long number) {
    BoundKey bound = record.bound();
    String name = bound.key();
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    Carrier first = next;
    if (first != null && Arrays.compareUnsigned(first.key().array(), utf8) < 0) {
      throw invalid(number, first.address() + " carries a key that has no record", first);
    }
    if (tables.keys().get(name) != null) {
      throw invalid(number, "key \"" + name + "\" is of a subnet's creation, too", null);
    }
    KeyParts parts = new KeyParts(record.counts());
    List<IpAddress> addresses = new ArrayList<>();
    for (Carrier held = next;
        held != null && Arrays.equals(held.key().array(), utf8);
        held = next) {
      if (!parts.add(held.number(), held.subnetId())) {
        throw invalid(number, "more is held under key \"" + name + "\" than it stands for", null);
      }
      addresses.add(held.address());
      advance();
    }
    if (addresses.isEmpty()) {
      throw invalid(number, "nothing is held under key \"" + name + "\"", null);
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
    if (!isBegun()) {
      begin();
    }
    Carrier left = next;
    if (left != null) {
      throw invalid(records + 1, left.address() + " carries a key that has no record", left);
    }
    long tokens = 0;
    try (ReadView all = tables.rocks().view();
        Rows each = all.rows(Family.IMPORTED, TOKENS)) {
      while (each.next()) {
        tokens++;
      }
    }
    if (tokens != allocations) {
      throw invalid(records, "two allocations before it have the same token", null);
    }
    close();
    tables.clearImported();
  }

  private static InvalidDumpException invalid(long record, String reason, @Nullable Carrier of) {
    String where = of == null ? "" : " (key \"" + SnapshotForms.text(of.key().array()) + "\")";
    return new InvalidDumpException("record " + record, reason + where);
  }

  @Override
  public void close() {
    ReadView opened = view;
    if (opened != null) {
      opened.close();
      rows = null;
    }
  }
}
