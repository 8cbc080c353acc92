package dev.ipam.conformance.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays a driver without POLICIES that takes the highest free address first, as it may (3.01).
 *
 * <p>Not safe for use by several threads.
 */
public final class Chooser {
  private final Model model;

  /** By subnet, an address above which nothing is free. */
  private final Map<String, Addr> highest = new HashMap<>();

  private long moment;

  /** Takes the model of a driver without POLICIES. */
  public Chooser(Model model) {
    this.model = model;
  }

  /** Takes a step in a state. */
  public Model.Played play(World world, long millis, Step step) {
    World now = world.copy();
    now.moveClock(millis);
    boolean frees =
        step.writes()
            && !(step instanceof AddressStep.Allocate)
            && !(step instanceof AddressStep.Together);
    if (frees || moment != now.clock) {
      highest.clear();
      moment = now.clock;
    }
    Model.Played played = model.played(now, step, (request, net, at) -> next(now, net, at));
    if (played.answer() instanceof Answer.Refused) {
      highest.clear();
    }
    return played;
  }

  private @Nullable Held next(World now, Net net, @Nullable Addr given) {
    return given == null
        ? new Held(net.def.id(), highest(net, now.highest), null, 0, "", -1, null, "")
        : null;
  }

  private Addr highest(Net net, long reading) {
    long time = Math.max(reading, net.floor);
    Addr known = highest.get(net.def.id());
    List<Span> pools = net.def.pools();
    for (int i = pools.size() - 1; i >= 0; i--) {
      Span pool = pools.get(i);
      Addr from = known != null && known.compareTo(pool.last()) < 0 ? known : pool.last();
      for (Addr next = from; next.compareTo(pool.first()) >= 0; next = next.plus(-1)) {
        if (net.free(next, time)) {
          highest.put(net.def.id(), next);
          return next;
        }
      }
    }
    throw new IllegalStateException("nothing is free in " + net.def);
  }
}
