package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A subnet of the model: its definition, what is held and what rests in it, and its pass. */
final class Net {
  final NavigableMap<Addr, Held> held;

  /** Until when an address rests that was released. */
  final NavigableMap<Addr, Long> rests;

  /** What was released above the position during the pass. */
  final NavigableSet<Addr> spent;

  /** What was resting when the pass began. */
  final NavigableSet<Addr> waiting;

  NetDef def;
  @Nullable Addr position;

  /** The latest time that an effect in this subnet took place at. */
  long floor = Long.MIN_VALUE;

  Net(NetDef def) {
    this(def, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
  }

  private Net(
      NetDef def,
      NavigableMap<Addr, Held> held,
      NavigableMap<Addr, Long> rests,
      NavigableSet<Addr> spent,
      NavigableSet<Addr> waiting) {
    this.def = def;
    this.held = held;
    this.rests = rests;
    this.spent = spent;
    this.waiting = waiting;
  }

  Net copy() {
    Net copy =
        new Net(
            def,
            new TreeMap<>(held),
            new TreeMap<>(rests),
            new TreeSet<>(spent),
            new TreeSet<>(waiting));
    copy.position = position;
    copy.floor = floor;
    return copy;
  }

  boolean inPools(Addr address) {
    return def.pools().stream().anyMatch(pool -> pool.contains(address));
  }

  boolean resting(Addr address, long now) {
    Long until = rests.get(address);
    return until != null && until > now;
  }

  boolean free(Addr address, long now) {
    return inPools(address) && !held.containsKey(address) && !resting(address, now);
  }

  /** The lowest address of the pools for which something holds, or null. */
  @Nullable Addr lowest(Predicate<Addr> wanted) {
    return lowest(null, wanted);
  }

  /** The lowest address of the pools above another one for which something holds, or null. */
  @Nullable Addr lowest(@Nullable Addr above, Predicate<Addr> wanted) {
    for (Span pool : def.pools()) {
      Addr next = above == null || above.compareTo(pool.first()) < 0 ? pool.first() : above.plus(1);
      while (next.compareTo(pool.last()) <= 0) {
        if (wanted.test(next)) {
          return next;
        }
        next = next.plus(1);
      }
    }
    return null;
  }

  BigInteger capacity() {
    return def.pools().stream().map(Span::size).reduce(BigInteger.ZERO, BigInteger::add);
  }

  List<Addr> restingInPools(long now) {
    return rests.keySet().stream()
        .filter(address -> resting(address, now) && inPools(address) && !held.containsKey(address))
        .toList();
  }

  long heldInPools() {
    return held.keySet().stream().filter(this::inPools).count();
  }

  BigInteger freeCount(long now) {
    return capacity()
        .subtract(BigInteger.valueOf(heldInPools()))
        .subtract(BigInteger.valueOf(restingInPools(now).size()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Net that
        && def.equals(that.def)
        && held.equals(that.held)
        && rests.equals(that.rests)
        && spent.equals(that.spent)
        && waiting.equals(that.waiting)
        && Objects.equals(position, that.position)
        && floor == that.floor;
  }

  @Override
  public int hashCode() {
    return Objects.hash(def.id(), held, rests, spent, position, floor);
  }
}
