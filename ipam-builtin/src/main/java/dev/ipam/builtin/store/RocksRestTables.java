package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;

/** The rests in RocksDB. */
final class RocksRestTables implements RestTables {
  private static final int VERSION = 1;

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(24);
  private final ByteWriter value = new ByteWriter(16);

  RocksRestTables(Rocks rocks, RowDecoder decoder, BatchBuffer batch, ChangeLog changes) {
    this.changes = changes;
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
  }

  static void encode(long untilMillis, ByteWriter out) {
    out.octet(VERSION).fixed64(untilMillis);
  }

  static long decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    long until = in.fixed64();
    in.end();
    return until;
  }

  @Override
  public void put(StoredSubnet subnet, long hi, long lo, long untilMillis) {
    changes.address(subnet, subnet.subnet().cidr().first().plus(hi, lo));
    encode(untilMillis, value.clear());
    batch.put(Family.RESTS, RowKeys.offset(subnet.number(), hi, lo, key), value);
  }

  @Override
  public void delete(StoredSubnet subnet, long hi, long lo) {
    changes.address(subnet, subnet.subnet().cidr().first().plus(hi, lo));
    batch.delete(Family.RESTS, RowKeys.offset(subnet.number(), hi, lo, key));
  }

  @Override
  public void deleteAll(StoredSubnet subnet) {
    byte[] first = RowKeys.offset(subnet.number(), 0, 0, key).toByteArray();
    byte[] last = RowKeys.number(subnet.number() + 1, key).toByteArray();
    batch.deleteRange(Family.RESTS, first, last);
  }

  @Override
  public void forEach(StoredSubnet subnet, Visitor visitor) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.RESTS, prefix)) {
      while (rows.next()) {
        byte[] rowKey = rows.key();
        UInt128 offset = decoder.decode(Family.RESTS, rowKey, rowKey, RowDecoder::offset);
        visitor.visit(
            offset, decoder.decode(Family.RESTS, rowKey, rows.value(), RocksRestTables::decode));
      }
    }
  }
}
