package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chapter 3: release (3.34 to 3.37), release of all of an owner's (3.64), transfer (3.89 to 3.92).
 */
final class Releases {
  private Releases() {}

  static Object play(Turn turn, AddressStep step) {
    if (step instanceof AddressStep.Release release) {
      return release(turn, release);
    }
    if (step instanceof AddressStep.ReleaseOwner all) {
      List<Held> held = LookUps.ofOwner(turn.world, all.owner());
      held.forEach(each -> turn.release(turn.world.edit(each.subnet()), each.address()));
      return held;
    }
    return transfer(turn, (AddressStep.Transfer) step);
  }

  private static Object release(Turn turn, AddressStep.Release step) {
    Addr address = step.at().known();
    Held held = turn.world.net(step.subnet()).held.get(address);
    if (held == null) {
      return "nothing";
    }
    if (step.owner() != null && !step.owner().equals(held.owner())) {
      throw another("3.36", held);
    }
    if (!tokenMatches(step.token(), held)) {
      throw another("3.37", held);
    }
    return turn.release(turn.world.edit(step.subnet()), address);
  }

  private static Object transfer(Turn turn, AddressStep.Transfer step) {
    Object before = Keys.retried(turn, step.key(), Keys.identity(step));
    if (before instanceof List<?> parts && parts.get(0) instanceof List<?> part) {
      return part;
    }
    Addr address = step.at().known();
    Held held = turn.world.net(step.subnet()).held.get(address);
    if (held == null) {
      throw Refusal.of(
          "3.91",
          "AddressNotAllocated",
          "it is not allocated",
          "subnet_id",
          step.subnet(),
          "address",
          address.toString());
    }
    if (!tokenMatches(step.token(), held)) {
      throw another("3.91", held);
    }
    Net net = turn.world.edit(step.subnet());
    AddressStep.Allocate as =
        new AddressStep.Allocate(
            List.of(step.subnet()), Wish.ANY, step.owner(), null, held.context());
    Held moved =
        new Held(
            held.subnet(),
            address,
            step.owner(),
            held.at(),
            held.kind(),
            turn.token(turn.hint(as, net, address)),
            step.key(),
            held.context());
    net.held.put(address, moved);
    List<Held> result = new ArrayList<>(List.of(moved));
    Keys.bind(turn, step.key(), Keys.identity(step), List.of(result));
    return result;
  }

  /** A token that nobody ever saw cannot be the one that somebody names. */
  private static boolean tokenMatches(@Nullable TokenWish token, Held held) {
    return token == null || held.token() == token.number();
  }

  private static Refusal another(String rule, Held held) {
    return Refusal.of(
        rule,
        "AddressOwnedByAnother",
        "it is held: " + held,
        "subnet_id",
        held.subnet(),
        "address",
        held.address().toString());
  }
}
