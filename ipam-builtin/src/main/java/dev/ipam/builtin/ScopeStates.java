package dev.ipam.builtin;

import dev.ipam.builtin.prefix.ScopeSpace;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prefixes of all pools by address scope; read as a whole when a scope is first needed. */
final class ScopeStates {
  private static final class Members {
    final ScopeSpace space = new ScopeSpace();
    long pools;
  }

  private final Tables tables;
  private @Nullable Map<String, Members> byScope;

  ScopeStates(Tables tables) {
    this.tables = tables;
  }

  AddressScope required(String id) {
    AddressScope scope = tables.pools().scope(id);
    if (scope == null) {
      throw new AddressScopeNotFoundException(id);
    }
    return scope;
  }

  /** Returns how many pools belong to a scope. */
  long pools(String scopeId) {
    Members members = loaded().get(scopeId);
    return members == null ? 0 : members.pools;
  }

  /**
   * Checks that a pool may have prefixes in its scope, where it has one.
   *
   * @throws AddressScopeNotFoundException if the scope does not exist
   * @throws PrefixOverlapException if another pool has some of them
   */
  void check(SubnetPool pool, List<Cidr> prefixes) {
    String scopeId = pool.scopeId();
    if (scopeId == null) {
      return;
    }
    pool.check(required(scopeId));
    Members members = loaded().get(scopeId);
    if (members == null) {
      return;
    }
    for (Cidr prefix : prefixes) {
      ScopeSpace.Claim other = members.space.overlapping(prefix);
      if (other != null) {
        throw new PrefixOverlapException(
            scopeId, prefix.toString(), other.poolId(), other.prefix().toString());
      }
    }
  }

  /** Notes a pool that has come or changed; its prefixes overlap no other pool's. */
  void add(SubnetPool pool) {
    if (byScope != null) {
      add(byScope, pool);
    }
  }

  /** Forgets a pool as it was. */
  void remove(SubnetPool pool) {
    if (byScope != null && pool.scopeId() != null) {
      Members members = byScope.get(pool.scopeId());
      if (members != null) {
        members.space.remove(pool.prefixes());
        members.pools--;
      }
    }
  }

  void forgetAll() {
    byScope = null;
  }

  void forget(String scopeId) {
    if (byScope != null) {
      byScope.remove(scopeId);
    }
  }

  private Map<String, Members> loaded() {
    Map<String, Members> known = byScope;
    if (known == null) {
      Map<String, Members> read = new HashMap<>();
      tables.pools().forEachPool(pool -> load(read, pool));
      byScope = read;
      return read;
    }
    return known;
  }

  private void load(Map<String, Members> to, SubnetPool pool) {
    Members members = to.get(pool.scopeId());
    if (members != null && pool.prefixes().stream().anyMatch(members.space::overlaps)) {
      throw tables.contradiction(
          "pools", "\"" + pool.id() + "\"", "it overlaps another pool of its address scope");
    }
    add(to, pool);
  }

  private static void add(Map<String, Members> to, SubnetPool pool) {
    if (pool.scopeId() != null) {
      Members members = to.computeIfAbsent(pool.scopeId(), id -> new Members());
      members.space.add(pool.id(), pool.prefixes());
      members.pools++;
    }
  }
}
