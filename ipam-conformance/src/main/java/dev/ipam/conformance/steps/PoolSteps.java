package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.ScopeWish;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.World;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes steps on subnet pools and address scopes. */
final class PoolSteps {
  private static final List<String> V4 =
      List.of("10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/29", "10.4.0.0/16", "10.4.0.0/24");
  private static final List<String> V6 =
      List.of("2001:db8::/62", "2001:db8:0:4::/62", "2001:db8:8::/120", "2001:db8::/32");

  private final Dice dice;

  PoolSteps(Dice dice) {
    this.dice = dice;
  }

  Step any(World world) {
    int roll = dice.below(12);
    String pool =
        world.subnetPools().isEmpty() || dice.oneIn(10)
            ? dice.one(Names.POOLS)
            : dice.one(world.subnetPools()).id();
    if (roll < 4) {
      return create(world);
    }
    if (roll < 7) {
      return update(world, pool);
    }
    if (roll < 9) {
      return new PoolStep.Remove(pool);
    }
    return roll < 11
        ? new PoolStep.CreateScope(
            dice.one(Names.SCOPES), dice.one(Names.PROJECTS), bits(), dice.oneIn(2))
        : new PoolStep.RemoveScope(dice.one(Names.SCOPES));
  }

  private int bits() {
    return dice.oneIn(3) ? Addr.V6 : Addr.V4;
  }

  private Step create(World world) {
    int bits = bits();
    List<Block> prefixes = prefixes(bits);
    int shortest = prefixes.stream().mapToInt(Block::length).min().orElse(bits);
    int min = Math.min(bits, shortest + dice.below(2));
    int max = Math.min(bits, min + 6);
    boolean scoped = !world.addressScopes().isEmpty() && dice.oneIn(2);
    String scope =
        scoped
            ? dice.one(world.addressScopes()).id()
            : dice.oneIn(15) ? dice.one(Names.SCOPES) : null;
    return new PoolStep.Create(
        dice.one(Names.POOLS),
        dice.one(Names.PROJECTS),
        prefixes,
        dice.oneIn(5) ? null : Integer.valueOf(min),
        dice.oneIn(3) ? null : Integer.valueOf(max),
        dice.oneIn(3) ? null : Integer.valueOf(Math.min(max, min + dice.below(3))),
        quota(bits),
        scope,
        dice.oneIn(2));
  }

  private List<Block> prefixes(int bits) {
    List<Block> prefixes = new ArrayList<>();
    do {
      prefixes.add(Block.parse(dice.one(bits == Addr.V4 ? V4 : V6)));
    } while (dice.oneIn(2) && prefixes.size() < 4);
    return prefixes;
  }

  private @Nullable BigInteger quota(int bits) {
    if (dice.oneIn(2)) {
      return null;
    }
    return BigInteger.valueOf(bits == Addr.V4 ? dice.one(List.of(0, 4, 8, 16)) : dice.below(4));
  }

  private Step update(World world, String id) {
    PoolDef pool =
        world.subnetPools().stream().filter(def -> def.id().equals(id)).findFirst().orElse(null);
    int bits = pool == null ? Addr.V4 : pool.prefixes().get(0).bits();
    ScopeWish scope = dice.oneIn(4) ? new ScopeWish(null) : new ScopeWish(dice.one(Names.SCOPES));
    return new PoolStep.Update(
        id,
        dice.oneIn(2) ? prefixes(bits) : null,
        dice.oneIn(4) ? Integer.valueOf(Math.max(0, bits - 4 - dice.below(4))) : null,
        dice.oneIn(4) ? Integer.valueOf(bits - dice.below(3)) : null,
        dice.oneIn(4) ? Integer.valueOf(bits - dice.below(5)) : null,
        dice.oneIn(3) ? BigInteger.valueOf(dice.below(9)) : null,
        dice.oneIn(3) ? scope : null,
        dice.oneIn(4) ? Boolean.valueOf(dice.oneIn(2)) : null);
  }
}
