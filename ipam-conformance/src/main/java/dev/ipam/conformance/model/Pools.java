package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chapter 5: defining subnet pools and address scopes. */
final class Pools {
  private Pools() {}

  static Object play(Turn turn, PoolStep step) {
    World world = turn.world;
    if (step instanceof PoolStep.Create create) {
      return create(world, create);
    }
    if (step instanceof PoolStep.Update update) {
      return update(world, update);
    }
    if (step instanceof PoolStep.Remove remove) {
      return remove(world, remove.id());
    }
    if (step instanceof PoolStep.CreateScope create) {
      return createScope(world, create);
    }
    return removeScope(world, ((PoolStep.RemoveScope) step).id());
  }

  static List<Refusal> malformed(PoolStep.Create step) {
    if (step.prefixes().stream().map(Block::bits).distinct().count() != 1) {
      return List.of(invalid("5.04", "the prefixes are not of exactly one family"));
    }
    return faults(defined(step));
  }

  private static PoolDef create(World world, PoolStep.Create step) {
    Refusal.throwAny(malformed(step));
    PoolDef pool = defined(step);
    List<Refusal> faults = new ArrayList<>();
    PoolDef existing = world.pools.get(step.id());
    if (existing != null) {
      faults.add(alreadyExists(existing));
    }
    faults.addAll(scopeFaults(world, pool));
    Refusal.throwAny(faults);
    world.pools.put(pool.id(), pool);
    return pool;
  }

  private static PoolDef defined(PoolStep.Create step) {
    int bits = step.prefixes().get(0).bits();
    Integer least = step.min();
    int min = least != null ? least : bits == Addr.V4 ? 8 : 64;
    Integer most = step.max();
    Integer usual = step.usual();
    return new PoolDef(
        step.id(),
        step.project(),
        Blocks.compact(step.prefixes()),
        min,
        most == null ? bits : most,
        usual == null ? min : usual,
        none(step.quota()),
        step.scope(),
        step.shared());
  }

  private static PoolDef update(World world, PoolStep.Update step) {
    PoolDef old = world.pool(step.id());
    List<Block> prefixes = step.prefixes();
    Integer min = step.min();
    Integer max = step.max();
    Integer usual = step.usual();
    ScopeWish scope = step.scope();
    Boolean shared = step.shared();
    PoolDef pool =
        new PoolDef(
            old.id(),
            old.project(),
            prefixes == null ? old.prefixes() : Blocks.compact(prefixes),
            min == null ? old.min() : min,
            max == null ? old.max() : max,
            usual == null ? old.usual() : usual,
            step.quota() == null ? old.quota() : none(step.quota()),
            scope == null ? old.scope() : scope.id(),
            shared == null ? old.shared() : shared);
    List<Refusal> faults = new ArrayList<>(faults(pool));
    for (NetDef subnet : Blocks.subnets(world, pool.id())) {
      if (!Blocks.free(List.of(subnet.cidr()), pool.prefixes()).isEmpty()) {
        faults.add(drop(world, pool));
        break;
      }
    }
    faults.addAll(scopeFaults(world, pool));
    Refusal.throwAny(faults);
    world.pools.put(pool.id(), pool);
    return pool;
  }

  private static String remove(World world, String id) {
    world.pool(id);
    int subnets = Blocks.subnets(world, id).size();
    if (subnets > 0) {
      String why = "it has " + subnets + " subnets";
      throw Refusal.of("5.25", "SubnetPoolInUse", why, "pool_id", id, "subnets", subnets);
    }
    world.pools.remove(id);
    return "nothing";
  }

  private static ScopeDef createScope(World world, PoolStep.CreateScope step) {
    ScopeDef existing = world.scopes.get(step.id());
    if (existing != null) {
      throw Refusal.of(
          "5.31",
          "AddressScopeAlreadyExists",
          "the id is taken",
          "scope_id",
          step.id(),
          "project",
          existing.project(),
          "family",
          existing.bits() == Addr.V4 ? "IPv4" : "IPv6",
          "shared",
          existing.shared());
    }
    ScopeDef scope = new ScopeDef(step.id(), step.project(), step.bits(), step.shared());
    world.scopes.put(scope.id(), scope);
    return scope;
  }

  private static String removeScope(World world, String id) {
    world.scope(id);
    long pools = world.pools.values().stream().filter(pool -> id.equals(pool.scope())).count();
    if (pools > 0) {
      String why = pools + " pools belong to it";
      throw Refusal.of("5.31", "AddressScopeInUse", why, "scope_id", id, "pools", pools);
    }
    world.scopes.remove(id);
    return "nothing";
  }

  private static List<Refusal> faults(PoolDef pool) {
    List<Refusal> faults = new ArrayList<>();
    boolean ordered = 0 <= pool.min() && pool.min() <= pool.usual() && pool.usual() <= pool.max();
    if (!ordered || pool.max() > Blocks.bits(pool)) {
      faults.add(
          invalid(
              "5.07",
              "the lengths %d, %d, %d contradict each other"
                  .formatted(pool.min(), pool.usual(), pool.max())));
    }
    if (pool.quota() != null && pool.quota().signum() < 0) {
      faults.add(invalid("5.09", "the quota is negative"));
    }
    return faults;
  }

  private static List<Refusal> scopeFaults(World world, PoolDef pool) {
    if (pool.scope() == null) {
      return List.of();
    }
    ScopeDef scope = world.scopes.get(pool.scope());
    if (scope == null) {
      return List.of(
          Refusal.of("5.31", "AddressScopeNotFound", "no such scope", "scope_id", pool.scope()));
    }
    List<Refusal> faults = new ArrayList<>();
    if (scope.bits() != Blocks.bits(pool)) {
      faults.add(invalid("5.32", "the scope is of the other family"));
    }
    for (PoolDef other : world.pools.values()) {
      boolean together = pool.scope().equals(other.scope()) && !other.id().equals(pool.id());
      boolean overlap =
          pool.prefixes().stream().anyMatch(p -> other.prefixes().stream().anyMatch(p::overlaps));
      if (together && overlap) {
        faults.add(
            Refusal.of(
                "5.33",
                "PrefixOverlap",
                "pool " + other.id() + " has some of the space",
                "scope_id",
                scope.id(),
                "prefix",
                Refusal.TEXT,
                "other_pool_id",
                other.id(),
                "other_prefix",
                texts(other.prefixes())));
      }
    }
    return faults;
  }

  private static Refusal drop(World world, PoolDef pool) {
    List<NetDef> losers =
        Blocks.subnets(world, pool.id()).stream()
            .filter(def -> !Blocks.free(List.of(def.cidr()), pool.prefixes()).isEmpty())
            .toList();
    // Any loser may be the one that is named; the first id and the first CIDR are of one subnet.
    Set<String> ids = new LinkedHashSet<>();
    Set<String> cidrs = new LinkedHashSet<>();
    for (NetDef loser : losers) {
      ids.add(loser.id());
      cidrs.add(loser.cidr().toString());
    }
    return Refusal.of(
        "5.27",
        "SubnetPoolInUse",
        "it would drop space of " + ids,
        "pool_id",
        pool.id(),
        "subnet_id",
        ids,
        "cidr",
        cidrs,
        "prefix",
        Refusal.TEXT);
  }

  private static Refusal alreadyExists(PoolDef existing) {
    List<Object> fields = new ArrayList<>();
    fields.addAll(List.of("pool_id", existing.id(), "project", existing.project()));
    fields.addAll(List.of("prefixes", existing.prefixes().stream().map(Block::toString).toList()));
    fields.addAll(List.of("min_prefix_length", existing.min()));
    fields.addAll(List.of("max_prefix_length", existing.max()));
    fields.addAll(List.of("default_prefix_length", existing.usual()));
    fields.addAll(List.of("shared", existing.shared()));
    if (existing.quota() != null) {
      fields.addAll(List.of("quota", existing.quota()));
    }
    if (existing.scope() != null) {
      fields.addAll(List.of("scope_id", existing.scope()));
    }
    String why = "the id is taken by " + existing;
    return Refusal.of("5.02", "SubnetPoolAlreadyExists", why, fields.toArray());
  }

  private static Set<String> texts(List<Block> blocks) {
    return blocks.stream().map(Block::toString).collect(Collectors.toSet());
  }

  private static @Nullable BigInteger none(@Nullable BigInteger quota) {
    return quota == null || quota.signum() == 0 ? null : quota;
  }

  private static Refusal invalid(String rule, String why) {
    return Refusal.of(
        rule, "InvalidSubnetRequest", why, "subject", Refusal.TEXT, "reason", Refusal.TEXT);
  }
}
