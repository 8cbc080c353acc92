package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.snapshot.SnapshotRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In the table of imports: {@code c key 0 token} for what came with a key, {@code d key} for a key
 * that must be settled.
 */
final class RocksCarriers implements CarrierTables {
  private static final byte[] CARRIERS = {'c'};
  private static final byte[] DUE = {'d'};
  private static final int TAG = 1;

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(64);

  RocksCarriers(Rocks rocks, RowDecoder decoder, BatchBuffer batch) {
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
  }

  private byte[] prefix(String name) {
    return key.clear().raw(CARRIERS).rawText(name).octet(0).toByteArray();
  }

  private ByteWriter carrier(String name, long token) {
    return key.clear().raw(CARRIERS).rawText(name).octet(0).fixed64(token);
  }

  private ByteWriter due(String name) {
    return key.clear().raw(DUE).rawText(name);
  }

  @Override
  public boolean has(String name) {
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.IMPORTED, prefix(name))) {
      return rows.next();
    }
  }

  @Override
  public void put(StoredSubnet subnet, Allocation allocation) {
    String name = allocation.key();
    if (name != null) {
      value.clear().fixed64(subnet.number()).text(subnet.id());
      value.addressWithFamily(allocation.address());
      batch.put(Family.IMPORTED, carrier(name, allocation.token()), value);
    }
  }

  @Override
  public void delete(String name, long token) {
    batch.delete(Family.IMPORTED, carrier(name, token));
  }

  @Override
  public List<Carrier> of(String name) {
    List<Carrier> carriers = new ArrayList<>();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.IMPORTED, prefix(name))) {
      while (rows.next()) {
        carriers.add(
            decoder.decode(Family.IMPORTED, rows.key(), rows.value(), RocksCarriers::decode));
      }
    }
    return carriers;
  }

  private static Carrier decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    long number = in.fixed64();
    String id = in.text();
    IpAddress address = in.addressWithFamily();
    in.end();
    return new Carrier(number, id, address);
  }

  @Override
  public void note(String name, SnapshotRecord.@Nullable KeyRecord declared) {
    value.clear();
    if (declared != null) {
      value.text(declared.bound().fingerprint()).varint(declared.counts().size());
      declared.counts().forEach(value::varint);
    }
    batch.put(Family.IMPORTED, due(name), value);
  }

  @Override
  public SnapshotRecord.@Nullable KeyRecord declared(String name) {
    byte[] rowKey = due(name).toByteArray();
    byte[] row = rocks.get(Family.IMPORTED, rowKey);
    return row == null || row.length == 0
        ? null
        : decoder.decode(Family.IMPORTED, rowKey, row, bytes -> declared(name, bytes));
  }

  private static SnapshotRecord.KeyRecord declared(String name, byte[] row) {
    ByteReader in = new ByteReader(row);
    String fingerprint = in.text();
    int size = in.count();
    List<Integer> counts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      counts.add((int) in.varint());
    }
    in.end();
    return new SnapshotRecord.KeyRecord(new BoundKey(name, fingerprint), counts);
  }

  @Override
  public List<String> unsettled(int limit) {
    List<String> keys = new ArrayList<>();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.IMPORTED, DUE)) {
      while (keys.size() < limit && rows.next()) {
        byte[] row = rows.key();
        keys.add(new String(Arrays.copyOfRange(row, TAG, row.length), StandardCharsets.UTF_8));
      }
    }
    return keys;
  }

  @Override
  public void settled(String name) {
    batch.delete(Family.IMPORTED, due(name));
  }

  @Override
  public void forget(String name) {
    settled(name);
    byte[] from = prefix(name);
    byte[] to = Rows.after(from);
    if (to != null) {
      batch.deleteRange(Family.IMPORTED, from, to);
    }
  }

  @Override
  public void clear() {
    batch.deleteRange(Family.IMPORTED, new byte[] {0}, new byte[] {-1});
  }
}
