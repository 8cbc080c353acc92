package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.TimeStep;
import dev.ipam.conformance.model.TokenWish;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.model.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes steps from a seed: few subnets, owners and keys, so that steps get into each other's way,
 * and small address spaces, so that they run out.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class Generator {
  /** One step in so many that need what the driver lacks is taken, to see it refused. */
  private static final int LACKING = 12;

  private final Model model;
  private final Style style;
  private final boolean lackingToo;
  private final Dice dice;
  private final SubnetSteps subnets;
  private final PoolSteps pools;

  /**
   * What the steps are for.
   *
   * @since 0.1
   */
  public enum Style {
    /** Anything. */
    FREE,
    /** Several drivers side by side: nothing depends on which address RANDOM chose. */
    SIDE_BY_SIDE,
    /** Several threads at once: subnets stay, and no restarts. */
    CONCURRENT
  }

  /**
   * Makes a generator.
   *
   * @param model the model, which knows what the driver lacks
   * @param seed the seed
   * @param style what the steps are for
   */
  public Generator(Model model, long seed, Style style) {
    this(model, seed, style, true);
  }

  /**
   * Makes a generator.
   *
   * @param model the model, which knows what the driver lacks
   * @param seed the seed
   * @param style what the steps are for
   * @param lackingToo whether to ask now and then for what the driver lacks, to see it refused
   */
  public Generator(Model model, long seed, Style style, boolean lackingToo) {
    this.lackingToo = lackingToo;
    this.model = model;
    this.style = style;
    this.dice = new Dice(seed);
    this.subnets = new SubnetSteps(dice, model.terms(), style);
    this.pools = new PoolSteps(dice);
  }

  /**
   * Makes a step.
   *
   * @param world the state that the store is in
   * @return the step, which may have to be resolved
   */
  public Step next(World world) {
    while (true) {
      Step step = any(world);
      boolean restart = step instanceof TimeStep.Restart;
      boolean lacking = !model.missing(step).isEmpty();
      if (!lacking || (lackingToo && !restart && dice.oneIn(LACKING))) {
        return step;
      }
    }
  }

  private Step any(World world) {
    boolean concurrent = style == Style.CONCURRENT;
    int subnetsNow = world.subnets().size();
    if (subnetsNow == 0 || (subnetsNow < 3 && !concurrent && dice.oneIn(4))) {
      return dice.oneIn(5) && !concurrent ? pools.any(world) : subnets.create(world);
    }
    int roll = dice.below(100);
    if (roll < 34) {
      return allocate(world);
    }
    if (roll < 40) {
      return together(world);
    }
    if (roll < 62) {
      return release(world);
    }
    if (roll < 66) {
      return transfer(world);
    }
    if (roll < 69) {
      return new AddressStep.ReleaseOwner(dice.one(Names.OWNERS));
    }
    if (roll < 78 || concurrent) {
      return look(world);
    }
    if (roll < 84) {
      return time();
    }
    return roll < 93 ? subnets.any(world) : pools.any(world);
  }

  private Step time() {
    if (dice.oneIn(4)) {
      return new TimeStep.Restart();
    }
    return new TimeStep.Advance(dice.oneIn(6) ? -700 : dice.one(List.of(1L, 500L, 1_000L, 6_000L)));
  }

  private AddressStep.Allocate allocate(World world) {
    List<String> candidates = new ArrayList<>(List.of(subnet(world)));
    while (dice.oneIn(4) && candidates.size() < 4) {
      candidates.add(subnet(world));
    }
    return new AddressStep.Allocate(
        candidates,
        wish(world, candidates),
        dice.oneIn(2) ? null : dice.one(Names.OWNERS),
        dice.oneIn(3) ? dice.one(Names.KEYS) : null,
        dice.oneIn(4) ? dice.one(Names.CONTEXTS) : "");
  }

  private AddressStep.Together together(World world) {
    List<AddressStep.Allocate> parts = new ArrayList<>();
    do {
      AddressStep.Allocate one = allocate(world);
      parts.add(
          new AddressStep.Allocate(one.subnets(), one.wish(), one.owner(), null, one.context()));
    } while (dice.oneIn(2) && parts.size() < 5);
    return new AddressStep.Together(parts, dice.oneIn(3) ? dice.one(Names.KEYS) : null);
  }

  private Wish wish(World world, List<String> candidates) {
    boolean veiled = candidates.stream().anyMatch(id -> veiled(world, id));
    int roll = dice.below(veiled ? 55 : 100);
    if (roll < 38) {
      return Wish.ANY;
    }
    if (roll < 50) {
      return Wish.bulk(1 + dice.below(dice.oneIn(6) ? 300 : 4));
    }
    if (roll < 58) {
      return Wish.PREFER_NEXT;
    }
    if (roll < 88) {
      return Wish.specific(At.of(dice.address(world, candidates.get(0))));
    }
    return roll < 94 ? Wish.GATEWAY : Wish.automatic(dice.one(Names.MACS));
  }

  private Step release(World world) {
    String subnet = subnet(world);
    At at = place(world, subnet);
    boolean owned = dice.oneIn(3);
    boolean byToken = dice.oneIn(3);
    Held held =
        world.held(subnet).stream()
            .filter(each -> each.address().equals(at.address()))
            .findFirst()
            .orElse(null);
    String right = held == null ? null : held.owner();
    String owner = !owned ? null : right != null && !dice.oneIn(4) ? right : dice.one(Names.OWNERS);
    return new AddressStep.Release(subnet, at, owner, byToken ? token() : null);
  }

  private Step transfer(World world) {
    String subnet = subnet(world);
    return new AddressStep.Transfer(
        subnet,
        place(world, subnet),
        token(),
        dice.one(Names.OWNERS),
        dice.oneIn(3) ? dice.one(Names.KEYS) : null);
  }

  private TokenWish token() {
    return dice.oneIn(20) ? TokenWish.of(1 + dice.below(9)) : TokenWish.back(dice.oneIn(4) ? 1 : 0);
  }

  private Step look(World world) {
    String subnet = subnet(world);
    return switch (dice.below(style == Style.CONCURRENT ? 6 : 9)) {
      case 0, 1 -> new LookUp.Find(subnet, place(world, subnet));
      case 2 -> new LookUp.Allocations(subnet);
      case 3 -> new LookUp.Usage(subnet);
      case 4 -> new LookUp.OfOwner(dice.one(Names.OWNERS));
      case 5 ->
          veiled(world, subnet)
              ? new LookUp.Subnets()
              : new LookUp.Holders(dice.address(world, subnet));
      case 6 -> new LookUp.Subnet(subnet);
      case 7 -> new LookUp.Pool(dice.one(Names.POOLS));
      default ->
          dice.oneIn(2)
              ? new LookUp.Scope(dice.one(Names.SCOPES))
              : new LookUp.PoolUsage(dice.one(Names.POOLS));
    };
  }

  /** An address of a subnet: one that is held, mostly. */
  private At place(World world, String subnet) {
    List<Held> held = world.held(subnet);
    if (veiled(world, subnet)) {
      return At.held(dice.below(8));
    }
    return held.isEmpty() || dice.oneIn(5)
        ? At.of(dice.address(world, subnet))
        : At.of(dice.one(held).address());
  }

  private String subnet(World world) {
    List<NetDef> all = world.subnets();
    return all.isEmpty() || dice.oneIn(40) ? dice.one(Names.SUBNETS) : dice.one(all).id();
  }

  /** Whether which addresses a subnet holds differs between drivers. */
  private boolean veiled(World world, String subnet) {
    return style == Style.SIDE_BY_SIDE && subnets.veiled(world, subnet);
  }

  static @Nullable NetDef find(World world, String subnet) {
    return world.subnets().stream().filter(def -> def.id().equals(subnet)).findFirst().orElse(null);
  }

  /** An address that no subnet here has. */
  static Addr elsewhere() {
    return Addr.parse("203.0.113.7");
  }
}
