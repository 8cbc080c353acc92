package dev.ipam.builtin.store;

import dev.ipam.builtin.prefix.PrefixSpace;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.SubnetPool;
import java.util.Map;
import java.util.TreeMap;

/** Compares subnet pools with their subnets and their address scopes. */
final class PoolCheck {
  private static final byte[] ALL = {};

  private final CheckContext context;
  private final ByteWriter key = new ByteWriter(64);

  /** A prefix, and the pool that it is of. */
  private record Taken(Cidr prefix, String poolId) {}

  private final Map<String, TreeMap<IpAddress, Taken>> byScope = new TreeMap<>();

  PoolCheck(CheckContext context) {
    this.context = context;
  }

  void run() {
    context.forEach(
        Family.SCOPES,
        ALL,
        rows ->
            context
                .decoder()
                .decode(
                    Family.SCOPES,
                    rows.key(),
                    rows.value(),
                    row -> PoolCodec.scope(StoreCheck.text(rows.key()), row)));
    context.forEach(
        Family.POOLS,
        ALL,
        rows -> check(RocksPoolTables.pool(context.decoder(), rows.key(), rows.value())));
    context.forEach(
        Family.BY_POOL,
        ALL,
        rows -> {
          String poolId = poolId(rows);
          if (!context.has(Family.POOLS, RowKeys.text(poolId, key))) {
            context.problem(Family.BY_POOL, rows.key(), "its pool is missing");
          }
        });
  }

  private String poolId(Rows rows) {
    return context
        .decoder()
        .decode(
            Family.BY_POOL, rows.key(), rows.key(), bytes -> new ByteReader(bytes).textToZero());
  }

  private void check(SubnetPool pool) {
    checkScope(pool);
    PrefixSpace[] space = {PrefixSpace.of(pool.prefixes())};
    context.forEach(
        Family.BY_POOL,
        PoolCodec.poolKey(pool.id(), key).toByteArray(),
        rows -> {
          PoolBlock block =
              context
                  .decoder()
                  .decode(
                      Family.BY_POOL,
                      rows.key(),
                      rows.value(),
                      row -> PoolCodec.block(PoolCodec.readBlockKey(rows.key()), row));
          if (space[0].isFree(block.cidr())) {
            space[0] = space[0].take(block.cidr());
          } else {
            problem(pool, block.cidr() + " is another subnet's, or not the pool's");
          }
          checkBlock(pool, block);
        });
  }

  private void problem(SubnetPool pool, String problem) {
    context.problem("pool \"" + pool.id() + "\"", problem);
  }

  private void checkBlock(SubnetPool pool, PoolBlock block) {
    StoredSubnet subnet = context.subnet(block.subnetId());
    if (subnet == null
        || !pool.id().equals(subnet.subnet().poolId())
        || !block.cidr().equals(subnet.subnet().cidr())) {
      problem(pool, block.cidr() + " is taken, but not by subnet \"" + block.subnetId() + "\"");
    } else if (!block.project().equals(subnet.subnet().project())) {
      problem(pool, block.cidr() + " counts for another project than its subnet's");
    }
  }

  private void checkScope(SubnetPool pool) {
    String scopeId = pool.scopeId();
    if (scopeId == null) {
      return;
    }
    if (!context.has(Family.SCOPES, RowKeys.text(scopeId, key))) {
      problem(pool, "its address scope \"" + scopeId + "\" is missing");
    }
    TreeMap<IpAddress, Taken> taken = byScope.computeIfAbsent(scopeId, id -> new TreeMap<>());
    for (Cidr prefix : pool.prefixes()) {
      var before = taken.floorEntry(prefix.last());
      if (before != null && before.getValue().prefix().last().compareTo(prefix.first()) >= 0) {
        problem(
            pool,
            prefix
                + " overlaps with pool \""
                + before.getValue().poolId()
                + "\" of the same address scope");
      }
      taken.put(prefix.first(), new Taken(prefix, pool.id()));
    }
  }
}
