package dev.ipam.builtin.store;

import dev.ipam.builtin.store.Overlay.Change;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The idempotency keys in RocksDB; their rows go into the batch of all. */
final class RocksKeyTables implements KeyTables {
  private static final int CHUNK = 1024;

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(256);
  private final Overlay<String, KeyRecord> keys = new Overlay<>();
  private final Overlay<String, List<IpAddress>> results = new Overlay<>();

  RocksKeyTables(Rocks rocks, RowDecoder decoder, BatchBuffer batch, ChangeLog changes) {
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
    this.changes = changes;
  }

  /** Begins the next batch. */
  void clear() {
    keys.clear();
    results.clear();
  }

  void mark() {
    keys.mark();
    results.mark();
  }

  void release() {
    keys.release();
    results.release();
  }

  void rollback() {
    keys.rollback();
    results.rollback();
  }

  @Override
  public @Nullable KeyRecord get(String name) {
    Change<KeyRecord> change = keys.get(name);
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = RowKeys.text(name, key).toByteArray();
    byte[] row = rocks.get(Family.KEYS, rowKey);
    return row == null ? null : decoder.decode(Family.KEYS, rowKey, row, KeyCodec::decode);
  }

  @Override
  public void put(String name, KeyRecord bound) {
    changes.key(name);
    keys.put(name, bound);
    KeyCodec.encode(bound, value.clear());
    batch.put(Family.KEYS, RowKeys.text(name, key), value);
  }

  @Override
  public void delete(String name, KeyRecord bound) {
    changes.key(name);
    keys.delete(name);
    results.delete(name);
    batch.delete(Family.KEYS, RowKeys.text(name, key));
    for (int chunk = 0; chunk < chunks(total(bound)); chunk++) {
      batch.delete(Family.KEY_RESULTS, RowKeys.keyResults(name, chunk, key));
    }
  }

  @Override
  public void putResults(String name, List<IpAddress> addresses) {
    results.put(name, addresses);
    for (int chunk = 0; chunk < chunks(addresses.size()); chunk++) {
      int from = chunk * CHUNK;
      List<IpAddress> part = addresses.subList(from, Math.min(from + CHUNK, addresses.size()));
      KeyCodec.encodeResults(part, value.clear());
      batch.put(Family.KEY_RESULTS, RowKeys.keyResults(name, chunk, key), value);
    }
  }

  @Override
  public List<IpAddress> results(String name, KeyRecord bound) {
    Change<List<IpAddress>> change = results.get(name);
    if (change != null && change.value() != null) {
      return change.value();
    }
    int total = total(bound);
    List<IpAddress> addresses = new ArrayList<>(total);
    for (int chunk = 0; chunk < chunks(total); chunk++) {
      byte[] rowKey = RowKeys.keyResults(name, chunk, key).toByteArray();
      byte[] row = rocks.get(Family.KEY_RESULTS, rowKey);
      if (row == null) {
        throw decoder.corrupt(Family.KEY_RESULTS, rowKey, "it is missing");
      }
      addresses.addAll(decoder.decode(Family.KEY_RESULTS, rowKey, row, KeyCodec::decodeResults));
    }
    if (addresses.size() != total) {
      byte[] rowKey = RowKeys.text(name, key).toByteArray();
      throw decoder.corrupt(
          Family.KEYS, rowKey, addresses.size() + " results are kept, not " + total);
    }
    return addresses;
  }

  private static int total(KeyRecord bound) {
    int total = 0;
    for (KeyRecord.Part part : bound.parts()) {
      total += part.count();
    }
    return total;
  }

  private static int chunks(int results) {
    return (results + CHUNK - 1) / CHUNK;
  }
}
