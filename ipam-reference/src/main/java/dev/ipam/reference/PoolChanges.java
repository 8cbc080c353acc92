package dev.ipam.reference;

import dev.ipam.error.AddressScopeAlreadyExistsException;
import dev.ipam.error.AddressScopeInUseException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.SubnetPoolAlreadyExistsException;
import dev.ipam.error.SubnetPoolInUseException;
import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.Forms;
import dev.ipam.reference.rows.FreeBlocks;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and removes subnet pools and address scopes. Checks first, then changes.
 *
 * @ipam.rule 5.01..5.03 5.25..5.35
 */
final class PoolChanges {
  private PoolChanges() {}

  static SubnetPool create(Session session, SubnetPoolRequest request) {
    SubnetPool existing = PoolRow.find(session.sql(), request.poolId());
    if (existing != null) {
      throw new SubnetPoolAlreadyExistsException(existing.id(), existing.definition());
    }
    SubnetPool pool = SubnetPool.of(request);
    check(session, pool, pool.prefixes());
    insert(session, pool);
    session.notes().pool(pool.id());
    return pool;
  }

  /** Writes the rows of a pool that has no subnets. */
  static void insert(Session session, SubnetPool pool) {
    PoolRow.insert(session.sql(), pool);
    open(session, pool);
  }

  /** Writes what is free of a pool that has no subnets, and its claims on its scope. */
  static void open(Session session, SubnetPool pool) {
    session.pools().space(pool.id()).insert(pool.prefixes());
    claim(session.sql(), pool);
  }

  static SubnetPool update(Session session, SubnetPoolUpdate update) {
    SubnetPool before = session.pools().required(update.poolId());
    SubnetPool after = before.after(update);
    if (after.equals(before)) {
      return before;
    }
    List<Cidr> dropped = Cidrs.subtract(before.prefixes(), after.prefixes());
    List<Cidr> added = Cidrs.subtract(after.prefixes(), before.prefixes());
    FreeBlocks space = session.pools().space(before.id());
    for (Cidr block : dropped) {
      if (space.containing(block) == null) {
        throw inUse(session, before, block);
      }
    }
    boolean moved = !Objects.equals(before.scopeId(), after.scopeId());
    check(session, after, moved ? after.prefixes() : added);
    PoolRow.update(session.sql(), after);
    for (Cidr block : dropped) {
      space.take(Objects.requireNonNull(space.containing(block), "a free block"), block);
    }
    space.release(added);
    unclaim(session.sql(), before);
    claim(session.sql(), after);
    session.notes().pool(after.id());
    return after;
  }

  private static void claim(Sql sql, SubnetPool pool) {
    String scopeId = pool.scopeId();
    if (scopeId != null) {
      ScopeRow.claim(sql, scopeId, pool.id(), pool.prefixes());
    }
  }

  private static void unclaim(Sql sql, SubnetPool pool) {
    String scopeId = pool.scopeId();
    if (scopeId != null) {
      ScopeRow.unclaim(sql, scopeId, pool.prefixes());
    }
  }

  private static RuntimeException inUse(Session session, SubnetPool pool, Cidr dropped) {
    record Taken(String id, Cidr cidr) {}
    String taken =
        "SELECT id, network, prefix_length FROM ipam_subnet WHERE pool_id = ? AND network ";
    Taken before =
        session
            .sql()
            .first(
                taken + "<= ? ORDER BY network DESC LIMIT 1",
                row -> new Taken(row.getString(1), new Cidr(Forms.address(row, 2), row.getInt(3))),
                pool.id(),
                dropped.network().toBytes());
    if (before == null || !before.cidr.overlaps(dropped)) {
      before =
          session
              .sql()
              .first(
                  taken + "BETWEEN ? AND ? ORDER BY network LIMIT 1",
                  row ->
                      new Taken(row.getString(1), new Cidr(Forms.address(row, 2), row.getInt(3))),
                  pool.id(),
                  dropped.network().toBytes(),
                  dropped.last().toBytes());
    }
    return before == null
        ? new IllegalStateException(
            "table ipam_pool_free has " + dropped + " of pool \"" + pool.id() + "\" as taken")
        : SubnetPoolInUseException.drop(
            pool.id(), dropped.toString(), before.id, before.cidr.toString());
  }

  static boolean remove(Session session, String poolId) {
    SubnetPool pool = session.pools().required(poolId);
    long subnets = session.pools().use(poolId).subnets();
    if (subnets > 0) {
      throw SubnetPoolInUseException.removal(poolId, subnets);
    }
    PoolRow.delete(session.sql(), poolId);
    session.pools().space(poolId).deleteAll();
    unclaim(session.sql(), pool);
    session.notes().pool(poolId);
    return true;
  }

  static AddressScope create(Session session, AddressScope scope) {
    AddressScope existing = ScopeRow.find(session.sql(), scope.id());
    if (existing != null) {
      throw new AddressScopeAlreadyExistsException(existing.id(), existing.definition());
    }
    ScopeRow.insert(session.sql(), scope);
    session.notes().scope(scope.id());
    return scope;
  }

  static boolean removeScope(Session session, String scopeId) {
    ScopeRow.required(session.sql(), scopeId);
    long pools = session.sql().number("SELECT count(*) FROM ipam_pool WHERE scope_id = ?", scopeId);
    if (pools > 0) {
      throw new AddressScopeInUseException(scopeId, pools);
    }
    ScopeRow.delete(session.sql(), scopeId);
    session.notes().scope(scopeId);
    return true;
  }

  /** Checks that a pool may have prefixes in its scope, where it has one. */
  private static void check(Session session, SubnetPool pool, List<Cidr> prefixes) {
    String scopeId = pool.scopeId();
    if (scopeId == null) {
      return;
    }
    pool.check(ScopeRow.required(session.sql(), scopeId));
    for (Cidr prefix : prefixes) {
      ScopeRow.@Nullable Claim other = ScopeRow.overlapping(session.sql(), scopeId, prefix);
      if (other != null) {
        throw new PrefixOverlapException(
            scopeId, prefix.toString(), other.poolId(), other.prefix().toString());
      }
    }
  }
}
