package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells of the choices that were the driver's. The answer to an allocate-together
 * that fails in a later part does not show what the driver had chosen for an earlier one; it may
 * have been just what the later part asked for, or not.
 */
final class Unseen {
  private Unseen() {}

  static List<Supplier<Turn.Hints>> hints(World world, Step step, Answer answer) {
    List<Held> answered = Model.held(answer);
    List<Supplier<Turn.Hints>> all = new ArrayList<>();
    all.add(() -> Turn.Hints.of(answered));
    if (answer instanceof Answer.Refused refused
        && step instanceof AddressStep.Together together
        && together.parts().size() > 1) {
      Set<Addr> named =
          together.parts().stream()
              .map(part -> part.wish().at())
              .filter(at -> at != null)
              .map(At::known)
              .collect(Collectors.toSet());
      all.add(() -> (request, net, address) -> besides(world, net, address, named));
      Object taken = refused.fields().get("address");
      named.stream()
          .filter(address -> address.toString().equals(taken))
          .forEach(address -> all.add(() -> (request, net, open) -> choice(net, open, address)));
    }
    return all;
  }

  private static @Nullable Held besides(
      World world, Net net, @Nullable Addr address, Set<Addr> named) {
    return choice(
        net, address, net.lowest(each -> net.free(each, world.highest) && !named.contains(each)));
  }

  /** An address that the driver may have chosen where it was free to. */
  private static @Nullable Held choice(Net net, @Nullable Addr fixed, @Nullable Addr chosen) {
    return fixed != null || chosen == null
        ? null
        : new Held(net.def.id(), chosen, null, 0, "", -1, null, "");
  }
}
