package dev.ipam.conformance.child;

import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import java.util.ArrayList;
import java.util.List;

/**
 * What a store showed when all of it was looked at.
 *
 * @param nets its subnets
 * @param held all that is held
 * @param pools its subnet pools
 */
public record Seen(List<NetDef> nets, List<Held> held, List<PoolDef> pools) {
  /** What an empty store shows. */
  public static final Seen NOTHING = new Seen(List.of(), List.of(), List.of());

  /**
   * Gathers what look-ups showed.
   *
   * @param looks the look-ups, with their answers
   * @return what they showed
   */
  public static Seen of(List<Operation> looks) {
    List<NetDef> nets = new ArrayList<>();
    List<Held> held = new ArrayList<>();
    List<PoolDef> pools = new ArrayList<>();
    for (Operation look : looks) {
      if (look.answer() instanceof Answer.Ok ok && ok.value() instanceof List<?> many) {
        many.forEach(each -> add(each, nets, pools));
        if (look.step() instanceof LookUp.Allocations) {
          held.addAll(Model.held(ok));
        }
      }
    }
    return new Seen(List.copyOf(nets), List.copyOf(held), List.copyOf(pools));
  }

  private static void add(Object value, List<NetDef> nets, List<PoolDef> pools) {
    if (value instanceof NetDef net) {
      nets.add(net);
    } else if (value instanceof PoolDef pool) {
      pools.add(pool);
    }
  }

  /**
   * Tells whether there is a subnet.
   *
   * @param id its id
   * @return whether it was shown
   */
  public boolean hasNet(String id) {
    return nets.stream().anyMatch(net -> net.id().equals(id));
  }

  /**
   * Returns what a subnet holds.
   *
   * @param subnet its id
   * @return the allocations
   */
  public List<Held> heldIn(String subnet) {
    return held.stream().filter(each -> each.subnet().equals(subnet)).toList();
  }
}
