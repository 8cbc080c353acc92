package dev.ipam.builtin.store;

import dev.ipam.builtin.store.Overlay.Change;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables of subnet pools and address scopes in RocksDB; their rows go into the batch of all.
 */
final class RocksPoolTables implements PoolTables {
  private static final byte[] ALL = {};

  /** What names a block within a batch. */
  private record BlockKey(String poolId, Cidr cidr) {}

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(256);
  private final Overlay<String, SubnetPool> pools = new Overlay<>();
  private final Overlay<String, AddressScope> scopes = new Overlay<>();
  private final Overlay<BlockKey, PoolBlock> blocks = new Overlay<>();

  RocksPoolTables(Rocks rocks, RowDecoder decoder, BatchBuffer batch, ChangeLog changes) {
    this.changes = changes;
    this.rocks = rocks;
    this.decoder = decoder;
    this.batch = batch;
  }

  /** Begins the next batch. */
  void clear() {
    pools.clear();
    scopes.clear();
    blocks.clear();
  }

  @Override
  public @Nullable SubnetPool pool(String id) {
    Change<SubnetPool> change = pools.get(id);
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = RowKeys.text(id, key).toByteArray();
    byte[] row = rocks.get(Family.POOLS, rowKey);
    return row == null ? null : pool(decoder, rowKey, row);
  }

  static SubnetPool pool(RowDecoder decoder, byte[] rowKey, byte[] row) {
    return decoder.decode(Family.POOLS, rowKey, row, bytes -> PoolCodec.pool(text(rowKey), bytes));
  }

  @Override
  public void putPool(SubnetPool pool) {
    changes.pool(pool.id());
    pools.put(pool.id(), pool);
    PoolCodec.encode(pool, value.clear());
    batch.put(Family.POOLS, RowKeys.text(pool.id(), key), value);
  }

  @Override
  public void deletePool(String id) {
    changes.pool(id);
    pools.delete(id);
    batch.delete(Family.POOLS, RowKeys.text(id, key));
  }

  @Override
  public void forEachPool(Consumer<SubnetPool> visitor) {
    Map<String, Change<SubnetPool>> changed = new HashMap<>(pools.changes());
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.POOLS, ALL)) {
      while (rows.next()) {
        SubnetPool pool = pool(decoder, rows.key(), rows.value());
        if (!changed.containsKey(pool.id())) {
          visitor.accept(pool);
        }
      }
    }
    for (Change<SubnetPool> change : changed.values()) {
      SubnetPool pool = change.value();
      if (pool != null) {
        visitor.accept(pool);
      }
    }
  }

  @Override
  public @Nullable AddressScope scope(String id) {
    Change<AddressScope> change = scopes.get(id);
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = RowKeys.text(id, key).toByteArray();
    byte[] row = rocks.get(Family.SCOPES, rowKey);
    return row == null ? null : scope(decoder, rowKey, row);
  }

  static AddressScope scope(RowDecoder decoder, byte[] rowKey, byte[] row) {
    return decoder.decode(
        Family.SCOPES, rowKey, row, bytes -> PoolCodec.scope(text(rowKey), bytes));
  }

  @Override
  public void putScope(AddressScope scope) {
    changes.scope(scope.id());
    scopes.put(scope.id(), scope);
    PoolCodec.encode(scope, value.clear());
    batch.put(Family.SCOPES, RowKeys.text(scope.id(), key), value);
  }

  @Override
  public void deleteScope(String id) {
    changes.scope(id);
    scopes.delete(id);
    batch.delete(Family.SCOPES, RowKeys.text(id, key));
  }

  @Override
  public void putBlock(String poolId, PoolBlock block) {
    blocks.put(new BlockKey(poolId, block.cidr()), block);
    PoolCodec.encode(block, value.clear());
    batch.put(Family.BY_POOL, PoolCodec.blockKey(poolId, block.cidr(), key), value);
  }

  @Override
  public void deleteBlock(String poolId, Cidr cidr) {
    blocks.delete(new BlockKey(poolId, cidr));
    batch.delete(Family.BY_POOL, PoolCodec.blockKey(poolId, cidr, key));
  }

  @Override
  public void forEachBlock(String poolId, Consumer<PoolBlock> visitor) {
    byte[] prefix = PoolCodec.poolKey(poolId, key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.BY_POOL, prefix)) {
      while (rows.next()) {
        visitor.accept(block(rows.key(), rows.value()));
      }
    }
  }

  @Override
  public @Nullable PoolBlock overlapping(String poolId, Cidr block) {
    for (int length = block.prefixLength(); length >= 0; length--) {
      PoolBlock around = block(poolId, Cidr.containing(block.first(), length));
      if (around != null) {
        return around;
      }
    }
    for (Map.Entry<BlockKey, Change<PoolBlock>> entry : blocks.changes().entrySet()) {
      PoolBlock added = entry.getValue().value();
      if (added != null && entry.getKey().poolId().equals(poolId) && block.contains(added.cidr())) {
        return added;
      }
    }
    return committedWithin(poolId, block);
  }

  private @Nullable PoolBlock block(String poolId, Cidr cidr) {
    Change<PoolBlock> change = blocks.get(new BlockKey(poolId, cidr));
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = PoolCodec.blockKey(poolId, cidr, key).toByteArray();
    byte[] row = rocks.get(Family.BY_POOL, rowKey);
    return row == null ? null : block(rowKey, row);
  }

  private @Nullable PoolBlock committedWithin(String poolId, Cidr block) {
    byte[] prefix = PoolCodec.poolKey(poolId, key).toByteArray();
    byte[] from = PoolCodec.blockKey(poolId, block, key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.BY_POOL, prefix, from)) {
      while (rows.next()) {
        PoolBlock next = block(rows.key(), rows.value());
        if (!block.contains(next.cidr())) {
          return null;
        }
        if (blocks.get(new BlockKey(poolId, next.cidr())) == null) {
          return next;
        }
      }
    }
    return null;
  }

  private PoolBlock block(byte[] rowKey, byte[] row) {
    return decoder.decode(
        Family.BY_POOL,
        rowKey,
        row,
        bytes -> PoolCodec.block(PoolCodec.readBlockKey(rowKey), bytes));
  }

  private static String text(byte[] rowKey) {
    return new String(rowKey, StandardCharsets.UTF_8);
  }
}
