package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was seen later of the allocations of a step whose answer nobody knows. */
final class Clues {
  private Clues() {}

  /** The ways in which the step may have been answered, the one that nobody saw last. */
  static List<Supplier<Turn.Hints>> of(World world, Step step, List<Held> seen) {
    List<Supplier<Turn.Hints>> all = new ArrayList<>();
    Set<Held> possible = new HashSet<>();
    for (Held held : seen) {
      if (held.token() > world.mark || world.mark == 0) {
        possible.add(held);
      }
    }
    boolean allocates =
        step instanceof AddressStep.Allocate
            || step instanceof AddressStep.Together
            || step instanceof AddressStep.Transfer;
    if (allocates) {
      for (Held first : possible) {
        all.add(() -> startingWith(first, possible));
      }
    }
    all.add(() -> (request, net, address) -> unseen(net.def.id(), address));
    return all;
  }

  private static Turn.Hints startingWith(Held first, Set<Held> possible) {
    List<Held> left = new ArrayList<>(possible);
    left.sort((a, b) -> Long.compare(a.token(), b.token()));
    boolean[] started = {false};
    return (request, net, address) -> {
      String subnet = net.def.id();
      if (!started[0]) {
        started[0] = true;
        // What nobody saw comes before it where it is another part's.
        boolean fits = fits(first, request, subnet, address);
        left.removeIf(held -> held.token() < first.token() || (fits && held.equals(first)));
        return fits ? first : unseen(subnet, address);
      }
      for (Held held : left) {
        if (fits(held, request, subnet, address)) {
          left.removeIf(other -> other.token() <= held.token());
          return held;
        }
      }
      return unseen(subnet, address);
    };
  }

  private static boolean fits(
      Held held, AddressStep.Allocate request, String subnet, @Nullable Addr address) {
    return held.subnet().equals(subnet)
        && (address == null || held.address().equals(address))
        && Objects.equals(held.owner(), request.owner())
        && held.context().equals(request.context());
  }

  /**
   * An allocation whose token and time nobody was told; the lowest free address where it is open.
   */
  private static Held unseen(String subnet, @Nullable Addr address) {
    Addr somewhere = address == null ? Addr.parse("0.0.0.0") : address;
    return new Held(subnet, somewhere, null, Long.MIN_VALUE, "", 0, null, "");
  }
}
