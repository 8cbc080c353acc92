package dev.ipam.builtin;

import dev.ipam.builtin.store.PoolBlock;
import dev.ipam.builtin.store.PoolTables;
import dev.ipam.error.AddressScopeAlreadyExistsException;
import dev.ipam.error.AddressScopeInUseException;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import java.util.List;
import java.util.Objects;

/** Creates, changes and removes subnet pools and address scopes. Checks first, then changes. */
final class PoolChanges {
  private PoolChanges() {}

  static SubnetPool create(Session session, SubnetPoolRequest request) {
    PoolTables tables = session.tables().pools();
    SubnetPool existing = tables.pool(request.poolId());
    if (existing != null) {
      throw new SubnetPoolAlreadyExistsException(existing.id(), existing.definition());
    }
    SubnetPool pool = SubnetPool.of(request);
    session.scopes().check(pool, pool.prefixes());
    session.pools().add(pool);
    session.scopes().add(pool);
    return pool;
  }

  static SubnetPool update(Session session, SubnetPoolUpdate update) {
    PoolState state = session.pools().required(update.poolId());
    SubnetPool before = state.pool();
    SubnetPool after = before.after(update);
    if (after.equals(before)) {
      return before;
    }
    List<Cidr> dropped = Cidrs.subtract(before.prefixes(), after.prefixes());
    List<Cidr> added = Cidrs.subtract(after.prefixes(), before.prefixes());
    for (Cidr block : dropped) {
      if (!state.space().isFree(block)) {
        throw inUse(session, before, block);
      }
    }
    boolean moved = !Objects.equals(before.scopeId(), after.scopeId());
    session.scopes().check(after, moved ? after.prefixes() : added);
    session.tables().pools().putPool(after);
    state.replace(after, dropped, added);
    session.scopes().remove(before);
    session.scopes().add(after);
    return after;
  }

  private static RuntimeException inUse(Session session, SubnetPool pool, Cidr dropped) {
    PoolBlock block = session.tables().pools().overlapping(pool.id(), dropped);
    return block == null
        ? session
            .tables()
            .contradiction(
                "by_pool",
                "\"" + pool.id() + "\" " + dropped,
                "no subnet is there, but the space is taken")
        : SubnetPoolInUseException.drop(
            pool.id(), dropped.toString(), block.subnetId(), block.cidr().toString());
  }

  static boolean remove(Session session, String poolId) {
    PoolState state = session.pools().required(poolId);
    if (state.subnets() > 0) {
      throw SubnetPoolInUseException.removal(poolId, state.subnets());
    }
    session.pools().remove(state);
    session.scopes().remove(state.pool());
    return true;
  }

  static AddressScope create(Session session, AddressScope scope) {
    PoolTables tables = session.tables().pools();
    AddressScope existing = tables.scope(scope.id());
    if (existing != null) {
      throw new AddressScopeAlreadyExistsException(existing.id(), existing.definition());
    }
    tables.putScope(scope);
    return scope;
  }

  static boolean removeScope(Session session, String scopeId) {
    AddressScope scope = session.scopes().required(scopeId);
    long pools = session.scopes().pools(scope.id());
    if (pools > 0) {
      throw new AddressScopeInUseException(scope.id(), pools);
    }
    session.tables().pools().deleteScope(scope.id());
    session.scopes().forget(scope.id());
    return true;
  }

  /** Makes the subnet that a pool grants to a request; nothing is taken yet. */
  static Subnet grant(PoolState state, SubnetRequest request) {
    return request instanceof AnySubnetRequest any
        ? grantAny(state, any)
        : grantSpecific(state, (SpecificSubnetRequest) request);
  }

  private static Subnet grantAny(PoolState state, AnySubnetRequest request) {
    SubnetPool pool = state.pool();
    int length = pool.prefixLengthFor(request);
    pool.checkQuota(request.project(), state.usedBy(request.project()), length);
    Cidr block = state.space().lowestFit(length);
    if (block == null) {
      throw new NoPrefixAvailableException(pool.id(), length);
    }
    return Subnet.of(request, block);
  }

  private static Subnet grantSpecific(PoolState state, SpecificSubnetRequest request) {
    SubnetPool pool = state.pool();
    Cidr block = request.cidr();
    pool.check(request);
    pool.checkQuota(request.project(), state.usedBy(request.project()), block.prefixLength());
    if (!state.space().isFree(block)) {
      throw new RequestedPrefixUnavailableException(pool.id(), block.toString());
    }
    return Subnet.of(request);
  }
}
