package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chapter 3: which address Any takes, and the pass of SEQUENTIAL (3.01 to 3.14). */
final class Passes {
  static final int MOST_SPENT = 65_536;

  private Passes() {}

  /**
   * Takes one address under the subnet's policy; the caller has seen that one is free.
   *
   * @param before what the same request took before: nothing below it is free under LOWEST
   */
  static Held any(
      Turn turn,
      Net net,
      AddressStep.Allocate request,
      @Nullable String key,
      @Nullable Addr before) {
    long now = turn.now(net);
    if (net.def.policy().equals("LOWEST")) {
      Addr lowest = net.lowest(before, address -> net.free(address, now));
      return turn.hold(net, known(lowest), request, key, turn.hint(request, net, lowest));
    }
    if (net.def.policy().equals("RANDOM") || !turn.terms.has("POLICIES")) {
      Held hint = turn.hint(request, net, null);
      Addr address =
          hint != null && net.free(hint.address(), now)
              ? hint.address()
              : net.lowest(each -> net.free(each, now));
      return turn.hold(net, known(address), request, key, hint);
    }
    Addr next = left(net, now);
    if (next == null) {
      start(net, now);
      next = left(net, now);
    }
    if (next == null) {
      // Whatever rested when the pass began waits for the next one, and that begins now.
      throw new IllegalStateException("no address is left in a new pass of " + net.def);
    }
    Held held = turn.hold(net, next, request, key, turn.hint(request, net, next));
    net.position = next;
    net.spent.headSet(next, true).clear();
    net.waiting.headSet(next, true).clear();
    return held;
  }

  /** Takes the lowest address whatever the pass (3.14). */
  static Held preferNext(Turn turn, Net net, AddressStep.Allocate request, @Nullable String key) {
    Addr lowest = net.lowest(address -> net.free(address, turn.now(net)));
    return turn.hold(net, known(lowest), request, key, turn.hint(request, net, lowest));
  }

  /** The lowest address that the pass has left. */
  static @Nullable Addr left(Net net, long now) {
    return net.lowest(net.position, address -> isLeft(net, address, now));
  }

  /** What the pass has left, as ranges that do not touch within a pool. */
  static List<Span> leftRanges(Net net, long now) {
    List<Span> ranges = new ArrayList<>();
    for (Span pool : net.def.pools()) {
      Addr first = null;
      for (Addr next = pool.first(); next.compareTo(pool.last()) <= 0; next = next.plus(1)) {
        if (!isLeft(net, next, now)) {
          first = null;
          continue;
        }
        if (first != null) {
          ranges.remove(ranges.size() - 1);
        }
        first = first == null ? next : first;
        ranges.add(new Span(first, next));
      }
    }
    return ranges;
  }

  private static boolean isLeft(Net net, Addr address, long now) {
    Addr position = net.position;
    return (position == null || address.compareTo(position) > 0)
        && net.free(address, now)
        && !net.spent.contains(address)
        && !net.waiting.contains(address);
  }

  static void start(Net net, long now) {
    net.position = null;
    net.spent.clear();
    net.waiting.clear();
    net.waiting.addAll(net.restingInPools(now));
  }

  static void released(Turn turn, Net net, Addr address) {
    boolean above = net.position == null || address.compareTo(net.position) > 0;
    if (above && net.inPools(address)) {
      net.spent.add(address);
    }
    if (net.spent.size() >= MOST_SPENT) {
      start(net, turn.now(net));
    }
  }

  private static Addr known(@Nullable Addr address) {
    if (address == null) {
      throw new IllegalStateException("no address is free");
    }
    return address;
  }
}
