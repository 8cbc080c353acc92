package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.TokenWish;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.model.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of what a step points to ("the third that is held", "its former token") addresses and
 * numbers.
 */
final class Resolver {
  /** A token that no store reaches. */
  private static final long NEVER = 1L << 60;

  private final Map<Place, List<Long>> tokens = new HashMap<>();

  /** When each place was handed out last: tokens need not tell. */
  private final Map<Place, Integer> order = new HashMap<>();

  private int handedOut;

  private record Place(String subnet, Addr address) {}

  /** Learns from an answer. */
  void saw(Step step, Answer answer) {
    boolean given = step instanceof AddressStep.Allocate || step instanceof AddressStep.Together;
    if (answer instanceof Answer.Ok ok) {
      saw(ok.value(), given);
    }
  }

  private void saw(Object value, boolean given) {
    if (value instanceof List<?> many) {
      many.forEach(each -> saw(each, given));
    } else if (value instanceof Held held) {
      List<Long> known =
          tokens.computeIfAbsent(
              new Place(held.subnet(), held.address()), place -> new ArrayList<>());
      if (!known.contains(held.token())) {
        known.add(held.token());
      }
      if (given) {
        order.put(new Place(held.subnet(), held.address()), ++handedOut);
      }
    }
  }

  Step resolve(Step step, World world) {
    if (step instanceof AddressStep.Allocate allocate) {
      return resolve(allocate, world);
    }
    if (step instanceof AddressStep.Together together) {
      return new AddressStep.Together(
          together.parts().stream().map(part -> resolve(part, world)).toList(), together.key());
    }
    if (step instanceof AddressStep.Release release) {
      At at = resolve(release.subnet(), release.at(), world);
      TokenWish token = release.token();
      return new AddressStep.Release(
          release.subnet(),
          at,
          release.owner(),
          token == null ? null : resolve(release.subnet(), at, token));
    }
    if (step instanceof AddressStep.Transfer transfer) {
      At at = resolve(transfer.subnet(), transfer.at(), world);
      return new AddressStep.Transfer(
          transfer.subnet(),
          at,
          resolve(transfer.subnet(), at, transfer.token()),
          transfer.owner(),
          transfer.key());
    }
    if (step instanceof LookUp.Find find) {
      return new LookUp.Find(find.subnet(), resolve(find.subnet(), find.at(), world));
    }
    return step;
  }

  private AddressStep.Allocate resolve(AddressStep.Allocate step, World world) {
    At at = step.wish().at();
    if (at == null || at.address() != null) {
      return step;
    }
    return new AddressStep.Allocate(
        step.subnets(),
        Wish.specific(resolve(step.subnets().get(0), at, world)),
        step.owner(),
        step.key(),
        step.context());
  }

  private At resolve(String subnet, At at, World world) {
    if (at.address() != null) {
      return at;
    }
    List<Held> held = new ArrayList<>(world.held(subnet));
    if (held.isEmpty()) {
      Addr network =
          world.subnets().stream()
              .filter(def -> def.id().equals(subnet))
              .map(NetDef::cidr)
              .findFirst()
              .map(cidr -> cidr.network())
              .orElse(Addr.parse("192.0.2.1"));
      return At.of(network);
    }
    held.sort(
        Comparator.comparing(
            each -> order.getOrDefault(new Place(each.subnet(), each.address()), 0)));
    return At.of(held.get(at.held() % held.size()).address());
  }

  private TokenWish resolve(String subnet, At at, TokenWish token) {
    if (token.number() != 0) {
      return token;
    }
    List<Long> known = tokens.getOrDefault(new Place(subnet, at.known()), List.of());
    int place = known.size() - 1 - token.back();
    return TokenWish.of(place < 0 ? NEVER : known.get(place));
  }
}
