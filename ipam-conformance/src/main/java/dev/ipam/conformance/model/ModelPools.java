package dev.ipam.conformance.model;

import dev.ipam.error.AddressScopeAlreadyExistsException;
import dev.ipam.error.AddressScopeInUseException;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The subnet pools and address scopes of the model. It looks at all subnets and all pools for every
 * request: made for tests. Not safe for use by several threads.
 */
final class ModelPools {
  private final NavigableMap<String, SubnetPool> pools;
  private final NavigableMap<String, AddressScope> scopes;
  private final Supplier<? extends Collection<Subnet>> subnets;

  /**
   * Makes the pools of a model.
   *
   * @param order the order of ids
   * @param subnets gives the subnets that there are
   */
  ModelPools(Comparator<String> order, Supplier<? extends Collection<Subnet>> subnets) {
    this.pools = new TreeMap<>(order);
    this.scopes = new TreeMap<>(order);
    this.subnets = subnets;
  }

  SubnetPool create(SubnetPoolRequest request) {
    SubnetPool existing = pools.get(request.poolId());
    if (existing != null) {
      throw new SubnetPoolAlreadyExistsException(existing.id(), existing.definition());
    }
    return put(SubnetPool.of(request));
  }

  SubnetPool pool(String id) {
    SubnetPool pool = pools.get(id);
    if (pool == null) {
      throw new SubnetPoolNotFoundException(id);
    }
    return pool;
  }

  List<SubnetPool> all() {
    return List.copyOf(pools.values());
  }

  SubnetPool update(SubnetPoolUpdate update) {
    SubnetPool after = pool(update.poolId()).after(update);
    for (Subnet subnet : subnetsOf(after.id())) {
      if (!new FreeBlocks(after.prefixes(), List.of()).hold(subnet.cidr())) {
        throw SubnetPoolInUseException.drop(
            after.id(), subnet.cidr().toString(), subnet.id(), subnet.cidr().toString());
      }
    }
    return put(after);
  }

  void remove(String id) {
    int used = subnetsOf(pool(id).id()).size();
    if (used > 0) {
      throw SubnetPoolInUseException.removal(id, used);
    }
    pools.remove(id);
  }

  PoolUsage usage(String id) {
    List<Subnet> used = subnetsOf(pool(id).id());
    Map<String, QuotaUnits> byProject = new HashMap<>();
    used.forEach(
        subnet ->
            byProject.merge(subnet.project(), QuotaUnits.of(subnet.cidr()), QuotaUnits::plus));
    return PoolUsage.of(pool(id), byProject, used.size());
  }

  /** Makes the subnet that a pool grants to a request. */
  Subnet grant(String poolId, SubnetRequest request) {
    SubnetPool pool = pool(poolId);
    List<Subnet> used = subnetsOf(poolId);
    FreeBlocks free = new FreeBlocks(pool.prefixes(), used.stream().map(Subnet::cidr).toList());
    QuotaUnits own =
        used.stream()
            .filter(subnet -> subnet.project().equals(request.project()))
            .map(subnet -> QuotaUnits.of(subnet.cidr()))
            .reduce(QuotaUnits.ZERO, QuotaUnits::plus);
    if (request instanceof AnySubnetRequest any) {
      int length = pool.prefixLengthFor(any);
      pool.checkQuota(request.project(), own, length);
      return Subnet.of(
          any,
          free.lowestFit(length).orElseThrow(() -> new NoPrefixAvailableException(poolId, length)));
    }
    SpecificSubnetRequest specific = (SpecificSubnetRequest) request;
    pool.check(specific);
    pool.checkQuota(request.project(), own, specific.cidr().prefixLength());
    if (!free.hold(specific.cidr())) {
      throw new RequestedPrefixUnavailableException(poolId, specific.cidr().toString());
    }
    return Subnet.of(specific);
  }

  AddressScope create(AddressScope scope) {
    AddressScope existing = scopes.putIfAbsent(scope.id(), scope);
    if (existing != null) {
      throw new AddressScopeAlreadyExistsException(existing.id(), existing.definition());
    }
    return scope;
  }

  AddressScope scope(String id) {
    AddressScope scope = scopes.get(id);
    if (scope == null) {
      throw new AddressScopeNotFoundException(id);
    }
    return scope;
  }

  List<AddressScope> allScopes() {
    return List.copyOf(scopes.values());
  }

  void removeScope(String id) {
    long members = pools.values().stream().filter(pool -> id.equals(pool.scopeId())).count();
    if (members > 0) {
      throw new AddressScopeInUseException(id, members);
    }
    scopes.remove(scope(id).id());
  }

  private SubnetPool put(SubnetPool pool) {
    String scopeId = pool.scopeId();
    if (scopeId != null) {
      pool.check(scope(scopeId));
      for (SubnetPool other : pools.values()) {
        if (scopeId.equals(other.scopeId()) && !other.id().equals(pool.id())) {
          checkDisjoint(scopeId, pool, other);
        }
      }
    }
    pools.put(pool.id(), pool);
    return pool;
  }

  private static void checkDisjoint(String scopeId, SubnetPool pool, SubnetPool other) {
    for (Cidr prefix : pool.prefixes()) {
      for (Cidr taken : other.prefixes()) {
        if (prefix.overlaps(taken)) {
          throw new PrefixOverlapException(
              scopeId, prefix.toString(), other.id(), taken.toString());
        }
      }
    }
  }

  private List<Subnet> subnetsOf(String poolId) {
    return subnets.get().stream().filter(subnet -> poolId.equals(subnet.poolId())).toList();
  }
}
