package dev.ipam.builtin.store;

import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is committed of subnet pools and address scopes from RocksDB. */
final class RocksPoolReads implements PoolReads {
  private static final byte[] ALL = {};

  private final Rocks rocks;
  private final RowDecoder decoder;

  RocksPoolReads(Rocks rocks, RowDecoder decoder) {
    this.rocks = rocks;
    this.decoder = decoder;
  }

  @Override
  public @Nullable SubnetPool pool(String id) {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    byte[] row = rocks.get(Family.POOLS, key);
    return row == null ? null : RocksPoolTables.pool(decoder, key, row);
  }

  @Override
  public Stream<SubnetPool> pools() {
    return RocksReads.stream(
        rocks.view(),
        Family.POOLS,
        ALL,
        rows -> RocksPoolTables.pool(decoder, rows.key(), rows.value()));
  }

  @Override
  public @Nullable AddressScope scope(String id) {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    byte[] row = rocks.get(Family.SCOPES, key);
    return row == null ? null : RocksPoolTables.scope(decoder, key, row);
  }

  @Override
  public Stream<AddressScope> scopes() {
    return RocksReads.stream(
        rocks.view(),
        Family.SCOPES,
        ALL,
        rows -> RocksPoolTables.scope(decoder, rows.key(), rows.value()));
  }
}
