package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.Span;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.World;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes steps on subnets. */
final class SubnetSteps {
  /** Of every shape that has a rule of its own; some overlap. */
  private static final List<String> CIDRS =
      List.of(
          "10.0.0.0/29",
          "10.0.0.0/28",
          "10.0.0.8/29",
          "10.1.0.0/30",
          "10.1.0.4/31",
          "10.1.0.7/32",
          "10.0.0.0/8",
          "255.255.255.248/29",
          "2001:db8::/64",
          "2001:db8::/125",
          "2001:db8:1::/126",
          "2001:db8:1::4/127",
          "2001:db8:1::7/128",
          "fe80::ffff:ffff:ffff:fff0/124");

  private static final long LONGEST_REST = 3_155_760_000_000L;

  private final Dice dice;
  private final Terms terms;
  private final Generator.Style style;

  SubnetSteps(Dice dice, Terms terms, Generator.Style style) {
    this.dice = dice;
    this.terms = terms;
    this.style = style;
  }

  Step any(World world) {
    int roll = dice.below(10);
    String id =
        world.subnets().isEmpty() || dice.oneIn(15)
            ? dice.one(Names.SUBNETS)
            : dice.one(world.subnets()).id();
    if (roll < 2 && world.subnets().size() < 6) {
      return create(world);
    }
    if (roll < 4) {
      return new SubnetStep.Remove(id, dice.oneIn(2));
    }
    return update(world, id);
  }

  Step create(World world) {
    boolean fromPool = !world.subnetPools().isEmpty() && dice.oneIn(2);
    if (fromPool || dice.oneIn(30)) {
      return fromPool(world);
    }
    Block cidr = Block.parse(dice.one(CIDRS));
    return new SubnetStep.Create(
        dice.one(Names.SUBNETS),
        dice.one(Names.PROJECTS),
        cidr,
        null,
        null,
        null,
        gateway(cidr),
        dice.oneIn(3) ? PoolsWish.of(spans(cidr)) : PoolsWish.GENERATED,
        policy(),
        rest(),
        dice.oneIn(4) ? dice.one(Names.KEYS) : null);
  }

  private Step fromPool(World world) {
    boolean known = !world.subnetPools().isEmpty() && !dice.oneIn(12);
    PoolDef pool = known ? dice.one(world.subnetPools()) : null;
    boolean given = dice.oneIn(3);
    Block prefix = pool == null ? Block.parse("10.0.0.0/24") : dice.one(pool.prefixes());
    int length = Math.min(prefix.bits(), prefix.length() + dice.below(5));
    Block cidr = dice.oneIn(8) ? Block.parse("192.168.0.0/24") : inside(prefix, length);
    Addr gateway = cidr.network().plus(cidr.length() == cidr.bits() ? 0 : 1);
    return new SubnetStep.Create(
        dice.one(Names.SUBNETS),
        dice.one(Names.PROJECTS),
        given ? cidr : null,
        given || !dice.oneIn(4) ? null : dice.oneIn(4) ? Addr.V6 : prefix.bits(),
        given || dice.oneIn(4) ? null : Integer.valueOf(length),
        pool == null ? dice.one(Names.POOLS) : pool.id(),
        dice.oneIn(6) ? GatewayWish.of(gateway) : GatewayWish.AUTOMATIC,
        PoolsWish.GENERATED,
        policy(),
        rest(),
        dice.oneIn(4) ? dice.one(Names.KEYS) : null);
  }

  private Block inside(Block prefix, int length) {
    BigInteger size = BigInteger.TWO.pow(prefix.bits() - length);
    int count = 1 << (length - prefix.length());
    return new Block(
        prefix.network().plus(size.multiply(BigInteger.valueOf(dice.below(count)))), length);
  }

  private Step update(World world, String id) {
    NetDef def = Generator.find(world, id);
    if (def == null || veiled(world, id)) {
      return new SubnetStep.Update(id, null, null);
    }
    boolean gateway = dice.oneIn(2);
    boolean pools = !gateway || dice.oneIn(3);
    PoolsWish wish =
        dice.oneIn(4)
            ? PoolsWish.of(dice.oneIn(4) ? List.of() : def.pools())
            : dice.oneIn(2) ? PoolsWish.GENERATED : PoolsWish.of(spans(def.cidr()));
    return new SubnetStep.Update(
        id,
        !gateway
            ? null
            : dice.oneIn(3) ? GatewayWish.of(dice.address(world, id)) : gateway(def.cidr()),
        pools ? wish : null);
  }

  /** Pools of a CIDR: a few ranges near its first addresses, now and then one that cannot be. */
  private List<Span> spans(Block cidr) {
    List<Span> spans = new ArrayList<>();
    long size = cidr.size().min(BigInteger.valueOf(24)).longValue();
    int from = dice.oneIn(12) ? 0 : cidr.size().bitLength() <= 2 ? 0 : 2;
    Addr next = cidr.network().plus(from);
    Addr end = cidr.network().plus(size - 1);
    while (next.compareTo(end) <= 0 && (spans.isEmpty() || dice.oneIn(2))) {
      Addr last = next.plus(dice.below(4));
      boolean over = last.compareTo(cidr.last()) > 0 && !(last.exists() && dice.oneIn(12));
      spans.add(new Span(next, over ? cidr.last() : last));
      next = last.plus(1 + (dice.oneIn(12) ? -1 : dice.below(3)));
    }
    if (spans.size() > 1 && dice.oneIn(2)) {
      Collections.reverse(spans);
    }
    return spans;
  }

  private GatewayWish gateway(Block cidr) {
    return switch (dice.below(8)) {
      case 0, 1, 2 -> GatewayWish.AUTOMATIC;
      case 3 -> GatewayWish.NONE;
      case 4 -> GatewayWish.of(cidr.last());
      case 5 -> GatewayWish.of(cidr.last().plus(cidr.length() == cidr.bits() ? 0 : -1));
      case 6 -> GatewayWish.of(cidr.network().plus(dice.below(4)));
      default ->
          GatewayWish.of(
              dice.oneIn(3) ? Addr.parse("10.9.9.9") : new Addr(cidr.bits(), BigInteger.ZERO));
    };
  }

  private String policy() {
    int roll = dice.below(10);
    return roll < 6 ? "SEQUENTIAL" : roll < 8 ? "LOWEST" : "RANDOM";
  }

  private long rest() {
    if (!terms.has("REST") && !dice.oneIn(20)) {
      return 0;
    }
    if (dice.oneIn(2) || style == Generator.Style.CONCURRENT) {
      return 0;
    }
    return !terms.injectedClock() ? LONGEST_REST : dice.one(List.of(1_000L, 5_000L, LONGEST_REST));
  }

  boolean veiled(World world, String id) {
    NetDef def = Generator.find(world, id);
    return def != null && (def.policy().equals("RANDOM") || !terms.has("POLICIES"));
  }
}
