package dev.ipam.snapshot;

import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether scopes, pools and subnets go together. */
final class PlanCheck {
  /** A block and whose it is. */
  private record Taken(Cidr block, String by) {}

  /** A pool and what its subnets take of it, which do not overlap. */
  private record Cut(SubnetPool pool, TreeMap<Cidr, String> subnets) {}

  private final Map<String, AddressScope> scopes = new HashMap<>();
  private final Map<String, TreeMap<Cidr, String>> prefixesOfScopes = new HashMap<>();
  private final Map<String, Cut> pools = new HashMap<>();

  void scope(AddressScope scope) {
    scopes.put(scope.id(), scope);
  }

  void pool(SubnetPool pool) throws Refusal {
    String scopeId = pool.scopeId();
    if (scopeId != null) {
      AddressScope scope = scopes.get(scopeId);
      if (scope == null) {
        throw new Refusal(named(pool) + " is in unknown scope " + Refusal.quote(scopeId));
      }
      if (scope.family() != pool.family()) {
        throw new Refusal(named(pool) + " is not of its scope's family");
      }
      TreeMap<Cidr, String> prefixes =
          prefixesOfScopes.computeIfAbsent(scopeId, id -> new TreeMap<>());
      for (Cidr prefix : pool.prefixes()) {
        Taken other = overlapping(prefix, prefixes);
        if (other != null) {
          throw new Refusal(
              "prefix "
                  + prefix
                  + " of "
                  + named(pool)
                  + " overlaps "
                  + other.block()
                  + " of pool "
                  + Refusal.quote(other.by())
                  + " in their scope");
        }
      }
      pool.prefixes().forEach(prefix -> prefixes.put(prefix, pool.id()));
    }
    pools.put(pool.id(), new Cut(pool, new TreeMap<>()));
  }

  void subnet(Subnet subnet) throws Refusal {
    String poolId = subnet.poolId();
    if (poolId == null) {
      return;
    }
    Cut cut = pools.get(poolId);
    if (cut == null) {
      throw new Refusal(named(subnet) + " is from unknown pool " + Refusal.quote(poolId));
    }
    Cidr cidr = subnet.cidr();
    if (!isInside(cidr, cut.pool().prefixes())) {
      throw new Refusal(
          named(subnet) + " takes " + cidr + ", which is not in its " + named(cut.pool()));
    }
    Taken other = overlapping(cidr, cut.subnets());
    if (other != null) {
      throw new Refusal(
          named(subnet)
              + " takes "
              + cidr
              + ", which overlaps "
              + other.block()
              + " of subnet "
              + Refusal.quote(other.by())
              + " in "
              + named(cut.pool()));
    }
    cut.subnets().put(cidr, subnet.id());
  }

  /**
   * Prefixes are disjoint and ascending: only the last that does not begin after it can hold it.
   */
  private static boolean isInside(Cidr cidr, List<Cidr> prefixes) {
    int found = Collections.binarySearch(prefixes, cidr);
    int at = found >= 0 ? found : -found - 2;
    return at >= 0 && prefixes.get(at).contains(cidr);
  }

  /** CIDRs are ordered by their first address, and those in the map are disjoint. */
  private static @Nullable Taken overlapping(Cidr block, NavigableMap<Cidr, String> taken) {
    Map.Entry<Cidr, String> below = taken.floorEntry(block);
    if (below != null && below.getKey().overlaps(block)) {
      return new Taken(below.getKey(), below.getValue());
    }
    Map.Entry<Cidr, String> above = taken.ceilingEntry(block);
    if (above != null && above.getKey().overlaps(block)) {
      return new Taken(above.getKey(), above.getValue());
    }
    return null;
  }

  private static String named(SubnetPool pool) {
    return "pool " + Refusal.quote(pool.id());
  }

  private static String named(Subnet subnet) {
    return "subnet " + Refusal.quote(subnet.id());
  }
}
