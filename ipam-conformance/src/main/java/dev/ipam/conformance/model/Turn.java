package dev.ipam.conformance.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step being played in a world of its own, with what is open decided from outside. */
final class Turn {
  final Terms terms;
  final World world;
  private final Hints hints;
  private final long reading;
  private final boolean coin;
  private boolean coinUsed;

  Turn(Terms terms, World world, Hints hints, long reading, boolean coin) {
    this.terms = terms;
    this.world = world;
    this.hints = hints;
    this.reading = reading;
    this.coin = coin;
  }

  /** Decides what the contract leaves open. */
  boolean either() {
    coinUsed = true;
    return coin;
  }

  boolean coinUsed() {
    return coinUsed;
  }

  /** The time in a subnet, which never goes backwards. */
  long now(Net net) {
    return Math.max(reading, net.floor);
  }

  /**
   * What the driver is known to have allocated next in a subnet, at an address where it is given.
   */
  @Nullable Held hint(AddressStep.Allocate request, Net net, @Nullable Addr address) {
    return hints.next(request, net, address);
  }

  /** Allocates an address that was chosen. */
  Held hold(
      Net net,
      Addr address,
      AddressStep.Allocate request,
      @Nullable String key,
      @Nullable Held hint) {
    long at = stamp(net, hint);
    Held held =
        new Held(
            net.def.id(),
            address,
            request.owner(),
            at,
            request.wish().kind(),
            token(hint),
            key,
            request.context());
    net.held.put(address, held);
    net.rests.remove(address);
    return held;
  }

  /** Gives out a token: the one that was observed where it is one that may be. */
  long token(@Nullable Held hint) {
    if (hint != null && hint.token() == 0) {
      return 0;
    }
    if (!terms.has("TOKENS")) {
      return hint == null ? 1 : Math.max(1, hint.token());
    }
    boolean first = world.mark == 0;
    boolean right =
        hint != null && ((first && !world.tried) ? hint.token() == 1 : hint.token() > world.mark);
    world.mark = right ? Objects.requireNonNull(hint).token() : world.mark + 1;
    return world.mark;
  }

  private long stamp(Net net, @Nullable Held hint) {
    if (!terms.has("CLOCK")) {
      return hint == null ? 0 : hint.at();
    }
    long at = terms.injectedClock() || hint == null ? now(net) : Math.max(hint.at(), net.floor);
    net.floor = at;
    return at;
  }

  /** Ends an allocation. */
  Held release(Net net, Addr address) {
    Held ended = Objects.requireNonNull(net.held.remove(address));
    if (terms.injectedClock()) {
      net.floor = now(net);
    }
    if (net.def.rest() > 0) {
      net.rests.put(address, terms.injectedClock() ? now(net) + net.def.rest() : Long.MAX_VALUE);
    }
    Passes.released(this, net, address);
    return ended;
  }

  /** What the driver is known to have answered, to decide what the contract leaves open. */
  @FunctionalInterface
  interface Hints {
    @Nullable Held next(AddressStep.Allocate request, Net net, @Nullable Addr address);

    /** Takes what an answer lists, in its order. */
    static Hints of(List<Held> answered) {
      var rest = answered.iterator();
      return (request, net, address) -> rest.hasNext() ? rest.next() : null;
    }
  }
}
