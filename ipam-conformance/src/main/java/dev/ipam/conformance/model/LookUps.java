package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.List;

/** The look-ups of chapters 2, 3 and 5. */
final class LookUps {
  private LookUps() {}

  static Object play(Turn turn, LookUp step) {
    World world = turn.world;
    if (step instanceof LookUp.Subnet look) {
      return world.net(look.id()).def;
    }
    if (step instanceof LookUp.Subnets) {
      return world.nets.values().stream().map(net -> net.def).toList();
    }
    if (step instanceof LookUp.Find find) {
      Held held = world.net(find.subnet()).held.get(find.at().known());
      return held == null ? "nothing" : held;
    }
    if (step instanceof LookUp.Allocations all) {
      return List.copyOf(world.net(all.subnet()).held.values());
    }
    if (step instanceof LookUp.Usage look) {
      return usage(turn, world.net(look.subnet()));
    }
    if (step instanceof LookUp.OfOwner owner) {
      return ofOwner(world, owner.owner());
    }
    if (step instanceof LookUp.Holders holders) {
      return world.nets.values().stream()
          .filter(net -> net.held.containsKey(holders.address()))
          .map(net -> net.held.get(holders.address()))
          .toList();
    }
    return Blocks.look(world, step);
  }

  static List<Held> ofOwner(World world, String owner) {
    return world.nets.values().stream()
        .flatMap(net -> net.held.values().stream())
        .filter(held -> owner.equals(held.owner()))
        .toList();
  }

  /** How full a subnet is (3.65 to 3.67). */
  static Fill usage(Turn turn, Net net) {
    long now = turn.now(net);
    List<Addr> resting = net.restingInPools(now);
    long inPools = net.heldInPools();
    Long next = resting.stream().map(net.rests::get).min(Long::compare).orElse(null);
    return new Fill(
        net.def.id(),
        net.capacity(),
        BigInteger.valueOf(inPools),
        net.freeCount(now),
        BigInteger.valueOf(resting.size()),
        BigInteger.valueOf(net.held.size() - inPools),
        turn.terms.injectedClock() ? next : null);
  }
}
