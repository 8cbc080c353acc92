package dev.ipam.builtin.store;

import dev.ipam.builtin.store.CarrierTables.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notes in a table that is empty otherwise. A row is {@code t token}, or {@code k key 0 token}: in
 * the order of keys, and of tokens.
 */
final class RocksImportNotes implements ImportNotes {
  private static final byte[] TOKENS = {'t'};
  private static final byte[] KEYS = {'k'};

  private final RocksTables tables;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(64);
  private @Nullable ReadView view;
  private @Nullable Rows rows;

  RocksImportNotes(RocksTables tables) {
    this.tables = tables;
  }

  @Override
  public void token(long token) {
    tables.batch().put(Family.IMPORTED, key.clear().raw(TOKENS).fixed64(token));
  }

  @Override
  public void carrier(String name, long token, Carrier carrier) {
    value.clear().fixed64(carrier.number()).text(carrier.subnetId());
    value.addressWithFamily(carrier.address());
    key.clear().raw(KEYS).rawText(name).octet(0).fixed64(token);
    tables.batch().put(Family.IMPORTED, key, value);
  }

  @Override
  public void begin() {
    ReadView opened = tables.rocks().view();
    view = opened;
    rows = opened.rows(Family.IMPORTED, KEYS);
  }

  @Override
  public @Nullable Carrying next() {
    Rows from = rows;
    return from != null && from.next() ? carrying(from.key(), from.value()) : null;
  }

  private static Carrying carrying(byte[] rowKey, byte[] row) {
    ByteReader in = new ByteReader(row);
    byte[] name = Arrays.copyOfRange(rowKey, KEYS.length, rowKey.length - Long.BYTES - 1);
    return new Carrying(
        new String(name, StandardCharsets.UTF_8),
        new Carrier(in.fixed64(), in.text(), in.addressWithFamily()));
  }

  @Override
  public long tokens() {
    long tokens = 0;
    try (ReadView all = tables.rocks().view();
        Rows each = all.rows(Family.IMPORTED, TOKENS)) {
      while (each.next()) {
        tokens++;
      }
    }
    return tokens;
  }

  @Override
  public void clear() {
    tables.clearImported();
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
