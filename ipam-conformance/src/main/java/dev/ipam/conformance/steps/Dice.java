package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Span;
import dev.ipam.conformance.model.World;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** An address of a subnet, mostly one where something happens: an edge, or beside one held. */
  Addr address(World world, String subnet) {
    NetDef def = Generator.find(world, subnet);
    if (def == null || oneIn(25)) {
      return Generator.elsewhere();
    }
    List<Addr> edges = new ArrayList<>(List.of(def.cidr().network(), def.cidr().last()));
    edges.add(edges.get(0).plus(1));
    edges.add(edges.get(1).plus(-1));
    edges.add(edges.get(0).plus(-1));
    edges.add(edges.get(1).plus(1));
    if (def.gateway() != null) {
      edges.add(def.gateway());
    }
    for (Span pool : def.pools()) {
      edges.add(pool.first());
      edges.add(pool.last());
    }
    for (Held held : world.held(subnet)) {
      edges.add(held.address());
      edges.add(held.address().plus(1));
      edges.add(held.address().plus(2));
    }
    BigInteger inside =
        BigInteger.valueOf(below(8)).min(def.cidr().size().subtract(BigInteger.ONE));
    edges.add(def.cidr().network().plus(inside));
    edges.add(def.cidr().network().plus(inside));
    Addr address = one(edges);
    return address.exists() ? address : def.cidr().network();
  }
}
