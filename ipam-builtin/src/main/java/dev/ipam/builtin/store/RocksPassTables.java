package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The passes in RocksDB; their rows go into the batch of all. */
final class RocksPassTables implements PassTables {
  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(24);
  private final ByteWriter value = new ByteWriter(32);

  RocksPassTables(Rocks rocks, RowDecoder decoder, BatchBuffer batch, ChangeLog changes) {
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
    this.changes = changes;
  }

  /** Begins the first pass of a subnet. No change is told: a follower does so by itself. */
  void begin(StoredSubnet subnet) {
    write(subnet, PassRecord.after(subnet.subnet(), null, PassRecord.UNKNOWN));
  }

  @Override
  public @Nullable PassRecord get(StoredSubnet subnet) {
    byte[] rowKey = RowKeys.number(subnet.number(), key).toByteArray();
    byte[] row = rocks.get(Family.PASSES, rowKey);
    return row == null ? null : decoder.decode(Family.PASSES, rowKey, row, PassRecord::decode);
  }

  @Override
  public void put(StoredSubnet subnet, PassRecord pass) {
    changes.pass(subnet, pass);
    write(subnet, pass);
  }

  private void write(StoredSubnet subnet, PassRecord pass) {
    pass.encode(value.clear());
    batch.put(Family.PASSES, RowKeys.number(subnet.number(), key), value);
  }

  @Override
  public void forEachSpent(StoredSubnet subnet, Consumer<UInt128> visitor) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.SPENT, prefix)) {
      while (rows.next()) {
        visitor.accept(decoder.decode(Family.SPENT, rows.key(), rows.key(), RowDecoder::offset));
      }
    }
  }

  @Override
  public void putSpent(StoredSubnet subnet, long hi, long lo) {
    changes.spent(subnet, hi, lo);
    batch.put(Family.SPENT, RowKeys.offset(subnet.number(), hi, lo, key));
  }

  @Override
  public void deleteSpent(StoredSubnet subnet, UInt128 first, UInt128 last) {
    changes.unspent(subnet, first, last);
    RowKeys.offset(subnet.number(), first.hi(), first.lo(), key);
    if (first.equals(last)) {
      batch.delete(Family.SPENT, key);
      return;
    }
    byte[] from = key.toByteArray();
    byte[] to =
        Rows.after(RowKeys.offset(subnet.number(), last.hi(), last.lo(), key).toByteArray());
    if (to != null) {
      batch.deleteRange(Family.SPENT, from, to);
    }
  }
}
