package dev.ipam.builtin;

import dev.ipam.builtin.store.PoolBlock;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import java.util.HashMap;
import java.util.Map;

/** The subnet pools in memory; each is read, with its subnets, when it is first worked on. */
final class PoolStates {
  private final Tables tables;
  private final Map<String, PoolState> states = new HashMap<>();

  PoolStates(Tables tables) {
    this.tables = tables;
  }

  PoolState required(String id) {
    PoolState known = states.get(id);
    if (known != null) {
      return known;
    }
    SubnetPool pool = tables.pools().pool(id);
    if (pool == null) {
      throw new SubnetPoolNotFoundException(id);
    }
    PoolState state = new PoolState(pool);
    tables.pools().forEachBlock(id, block -> load(state, block));
    states.put(id, state);
    return state;
  }

  private void load(PoolState state, PoolBlock block) {
    if (!state.space().isFree(block.cidr())) {
      throw tables.contradiction(
          "by_pool",
          "\"" + state.pool().id() + "\" " + block.cidr(),
          "subnet \"" + block.subnetId() + "\" takes space that is another's or not the pool's");
    }
    state.take(block);
  }

  void forgetAll() {
    states.clear();
  }

  void add(SubnetPool pool) {
    tables.pools().putPool(pool);
    states.put(pool.id(), new PoolState(pool));
  }

  void remove(PoolState state) {
    tables.pools().deletePool(state.pool().id());
    states.remove(state.pool().id());
  }

  /** Takes the space of a new subnet. */
  void take(PoolState state, Subnet subnet) {
    PoolBlock block = new PoolBlock(subnet.cidr(), subnet.id(), subnet.project());
    tables.pools().putBlock(state.pool().id(), block);
    state.take(block);
  }

  /** Gives back the space of a subnet that is removed, where a pool has it. */
  void release(Subnet subnet) {
    String poolId = subnet.poolId();
    if (poolId != null) {
      PoolState state = required(poolId);
      tables.pools().deleteBlock(poolId, subnet.cidr());
      state.release(subnet.cidr(), subnet.project());
    }
  }
}
