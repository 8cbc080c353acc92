package dev.ipam.builtin.store;

import dev.ipam.builtin.index.ChunkSink;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** The stored indexes in RocksDB; their rows go into the batch of all. */
final class RocksIndexTables implements IndexTables {
  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ByteWriter key = new ByteWriter(32);
  private final ByteWriter value = new ByteWriter(8);

  RocksIndexTables(Rocks rocks, RowDecoder decoder, BatchBuffer batch) {
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
  }

  @Override
  public void touch(StoredSubnet subnet, IpAddress address, int state) {
    value.clear().octet(state);
    batch.put(Family.TOUCHED, RowKeys.allocation(subnet.number(), address, key), value);
  }

  @Override
  public void putChunk(StoredSubnet subnet, long chunkHi, long chunkLo, byte[] bytes) {
    value.clear().raw(bytes);
    batch.put(Family.CHUNKS, RowKeys.offset(subnet.number(), chunkHi, chunkLo, key), value);
  }

  @Override
  public void deleteTouched(StoredSubnet subnet, IpAddress address) {
    batch.delete(Family.TOUCHED, RowKeys.allocation(subnet.number(), address, key));
  }

  @Override
  public List<IpAddress> touchedAfter(StoredSubnet subnet, @Nullable IpAddress after, int limit) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    byte[] from =
        after == null
            ? prefix
            : RowKeys.allocation(subnet.number(), after, key).octet(0).toByteArray();
    List<IpAddress> addresses = new ArrayList<>();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.TOUCHED, prefix, from)) {
      while (addresses.size() < limit && rows.next()) {
        addresses.add(address(rows.key()));
      }
    }
    return addresses;
  }

  @Override
  public void forEachChunk(StoredSubnet subnet, ChunkSink sink) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.CHUNKS, prefix)) {
      while (rows.next()) {
        byte[] rowKey = rows.key();
        if (rowKey.length == prefix.length) {
          continue;
        }
        decoder.decode(
            Family.CHUNKS,
            rowKey,
            rowKey,
            bytes -> {
              ByteReader in = new ByteReader(bytes);
              in.fixed64();
              long chunkHi = in.fixed64();
              long chunkLo = in.fixed64();
              in.end();
              sink.accept(chunkHi, chunkLo, rows.value());
              return true;
            });
      }
    }
  }

  @Override
  public void forEachTouched(StoredSubnet subnet, ObjIntConsumer<IpAddress> visitor) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.TOUCHED, prefix)) {
      while (rows.next()) {
        byte[] row = rows.value();
        byte[] rowKey = rows.key();
        if (row.length != 1 || (row[0] != FREE && row[0] != TAKEN)) {
          throw decoder.corrupt(Family.TOUCHED, rowKey, "it says neither taken nor free");
        }
        visitor.accept(address(rowKey), row[0]);
      }
    }
  }

  private IpAddress address(byte[] rowKey) {
    return decoder.decode(Family.TOUCHED, rowKey, rowKey, RowKeys::readAllocation);
  }

  @Override
  public boolean isUnindexed(StoredSubnet subnet) {
    return rocks.get(Family.CHUNKS, RowKeys.number(subnet.number(), key).toByteArray()) != null;
  }

  @Override
  public void markUnindexed(StoredSubnet subnet) {
    batch.put(Family.CHUNKS, RowKeys.number(subnet.number(), key));
  }

  @Override
  public void markIndexed(StoredSubnet subnet) {
    batch.delete(Family.CHUNKS, RowKeys.number(subnet.number(), key));
  }

  @Override
  public void deleteIndex(StoredSubnet subnet) {
    byte[] from = RowKeys.number(subnet.number(), key).toByteArray();
    byte[] to = Rows.after(from);
    if (to != null) {
      batch.deleteRange(Family.CHUNKS, from, to);
      batch.deleteRange(Family.TOUCHED, from, to);
    }
  }
}
