package dev.ipam.conformance.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chapter 5: cutting subnets from pools, quota and usage (5.10 to 5.29). */
final class Blocks {
  private Blocks() {}

  static Object look(World world, LookUp step) {
    if (step instanceof LookUp.Pool look) {
      return world.pool(look.id());
    }
    if (step instanceof LookUp.Pools) {
      return List.copyOf(world.pools.values());
    }
    if (step instanceof LookUp.PoolUsage look) {
      return usage(world, world.pool(look.id()));
    }
    if (step instanceof LookUp.Scope look) {
      return world.scope(look.id());
    }
    return List.copyOf(world.scopes.values());
  }

  /** The block that a subnet gets: bounds, family, quota and space are checked in this order. */
  static Block grant(World world, SubnetStep.Create step, String poolId) {
    PoolDef pool = world.pool(poolId);
    int bits = bits(pool);
    Block asked = step.cidr();
    Integer given = step.length();
    int length = asked != null ? asked.length() : given == null ? pool.usual() : given;
    if (length < pool.min() || length > pool.max()) {
      throw Refusal.of(
          "5.18",
          "PrefixLengthOutOfBounds",
          "/" + length + " is not one of /" + pool.min() + " to /" + pool.max(),
          "pool_id",
          pool.id(),
          "prefix_length",
          length,
          "minimum",
          pool.min(),
          "maximum",
          pool.max());
    }
    Addr gateway = step.gateway().address();
    if ((asked != null && asked.bits() != bits)
        || (step.bits() != null && step.bits() != bits)
        || (asked == null && gateway != null && gateway.bits() != bits)) {
      throw Refusal.of(
          gateway != null && gateway.bits() != bits ? "5.15" : "5.19",
          "InvalidSubnetRequest",
          "the pool is of the other family",
          "subject",
          Refusal.TEXT,
          "reason",
          Refusal.TEXT);
    }
    checkQuota(world, pool, step.project(), length);
    return place(world, pool, asked, length);
  }

  private static void checkQuota(World world, PoolDef pool, String project, int length) {
    if (pool.quota() == null) {
      return;
    }
    BigInteger used =
        taken(world, pool, project).stream()
            .map(Block::size)
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger requested = BigInteger.TWO.pow(bits(pool) - length);
    BigInteger limit = pool.quota().multiply(unit(pool));
    if (used.add(requested).compareTo(limit) > 0) {
      throw Refusal.of(
          "5.23",
          "QuotaExceeded",
          "used + requested is above the quota",
          "pool_id",
          pool.id(),
          "project",
          project,
          "used",
          units(pool, used),
          "requested",
          units(pool, requested),
          "limit",
          new BigDecimal(pool.quota()));
    }
  }

  private static Block place(World world, PoolDef pool, @Nullable Block asked, int length) {
    List<Block> free = free(pool.prefixes(), taken(world, pool, null));
    if (asked != null) {
      if (free.stream().noneMatch(block -> block.contains(asked))) {
        throw Refusal.of(
            "5.17",
            "RequestedPrefixUnavailable",
            "it lies in none of the free blocks " + free,
            "pool_id",
            pool.id(),
            "cidr",
            asked.toString());
      }
      return asked;
    }
    return free.stream()
        .filter(block -> block.length() <= length)
        .min(
            Comparator.comparing((Block block) -> -block.length())
                .thenComparing(Comparator.naturalOrder()))
        .map(block -> new Block(block.network(), length))
        .orElseThrow(
            () ->
                Refusal.of(
                    "5.12",
                    "NoPrefixAvailable",
                    "none of the free blocks " + free + " has room for a /" + length,
                    "pool_id",
                    pool.id(),
                    "prefix_length",
                    length));
  }

  /** The maximal blocks of some prefixes that others leave (5.11). */
  static List<Block> free(Collection<Block> prefixes, Collection<Block> taken) {
    List<Block> free = new ArrayList<>();
    for (Block prefix : prefixes) {
      if (taken.stream().noneMatch(prefix::overlaps)) {
        free.add(prefix);
      } else if (taken.stream().noneMatch(block -> block.contains(prefix))) {
        free.addAll(free(List.of(prefix.lower(), prefix.upper()), taken));
      }
    }
    return free;
  }

  /** The fewest blocks that cover the same addresses, ascending (5.05). */
  static List<Block> compact(Collection<Block> prefixes) {
    List<Block> rest = new ArrayList<>(prefixes.stream().distinct().sorted().toList());
    for (int i = 0; i < rest.size(); i++) {
      for (int j = 0; j < rest.size(); j++) {
        Block one = rest.get(i);
        Block other = rest.get(j);
        if (i != j && one.contains(other)) {
          rest.remove(other);
          return compact(rest);
        }
        if (one.length() > 0 && one.length() == other.length() && i != j) {
          Block whole = new Block(one.network(), one.length() - 1);
          if (isAligned(whole) && whole.upper().equals(other)) {
            rest.remove(other);
            rest.set(rest.indexOf(one), whole);
            return compact(rest);
          }
        }
      }
    }
    return List.copyOf(rest);
  }

  private static boolean isAligned(Block block) {
    return block.network().number().mod(block.size()).signum() == 0;
  }

  static int bits(PoolDef pool) {
    return pool.prefixes().get(0).bits();
  }

  /** The blocks that a pool's subnets take, those of one project or all. */
  static List<Block> taken(World world, PoolDef pool, @Nullable String project) {
    return subnets(world, pool.id()).stream()
        .filter(def -> project == null || project.equals(def.project()))
        .map(NetDef::cidr)
        .toList();
  }

  static List<NetDef> subnets(World world, String poolId) {
    return world.nets.values().stream()
        .map(net -> net.def)
        .filter(def -> poolId.equals(def.pool()))
        .toList();
  }

  private static PoolFill usage(World world, PoolDef pool) {
    BigInteger capacity = sum(pool.prefixes());
    BigInteger allocated = sum(taken(world, pool, null));
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (NetDef def : subnets(world, pool.id())) {
      shares.put(
          def.project(),
          units(pool, sum(taken(world, pool, Objects.requireNonNull(def.project())))));
    }
    return new PoolFill(
        pool.id(),
        units(pool, capacity),
        units(pool, allocated),
        units(pool, capacity.subtract(allocated)),
        shares,
        subnets(world, pool.id()).size());
  }

  private static BigInteger sum(List<Block> blocks) {
    return blocks.stream().map(Block::size).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger unit(PoolDef pool) {
    return bits(pool) == Addr.V4 ? BigInteger.ONE : BigInteger.TWO.pow(64);
  }

  /** Addresses in quota units, exactly (5.22). */
  private static BigDecimal units(PoolDef pool, BigInteger addresses) {
    return new BigDecimal(addresses).divide(new BigDecimal(unit(pool))).stripTrailingZeros();
  }
}
