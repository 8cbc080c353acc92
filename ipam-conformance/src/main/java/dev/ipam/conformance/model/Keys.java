package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chapter 3: idempotency keys (3.44 to 3.54). */
final class Keys {
  private Keys() {}

  /** What a retry gets: the first result, or null where the key is free or there is none. */
  static @Nullable Object retried(Turn turn, @Nullable String key, Step identity) {
    World.Bound bound = key == null ? null : turn.world.keys.get(key);
    if (key == null || bound == null) {
      return null;
    }
    if (bound.subnet() != null) {
      checkSame(key, bound, identity);
      return turn.world.net(bound.subnet()).def;
    }
    int held = turn.world.heldUnder(key).size();
    if (held == 0) {
      return null;
    }
    int all = bound.parts().stream().mapToInt(List::size).sum();
    if (held < all) {
      String why =
          "of " + all + " addresses allocated under the key " + held + " are held under it";
      throw conflict("3.50", key, why);
    }
    checkSame(key, bound, identity);
    List<List<Held>> results = new ArrayList<>();
    for (List<World.Spot> part : bound.parts()) {
      List<Held> result = new ArrayList<>();
      for (World.Spot spot : part) {
        Held each = turn.world.net(spot.subnet()).held.get(spot.address());
        if (each != null) {
          result.add(each);
        }
      }
      results.add(result);
    }
    return results;
  }

  static void bind(Turn turn, @Nullable String key, Step identity, List<List<Held>> results) {
    if (key == null) {
      return;
    }
    List<List<World.Spot>> parts = new ArrayList<>();
    for (List<Held> result : results) {
      parts.add(
          result.stream().map(held -> new World.Spot(held.subnet(), held.address())).toList());
    }
    turn.world.keys.put(key, new World.Bound(identity, parts, null));
  }

  /** A request without what its fingerprint leaves out. */
  static Step identity(Step step) {
    if (step instanceof SubnetStep.Create create) {
      boolean generated = create.pools().spans().isEmpty();
      return new SubnetStep.Create(
          create.id(),
          create.project(),
          create.cidr(),
          create.bits(),
          create.length(),
          create.pool(),
          create.gateway(),
          generated
              ? PoolsWish.GENERATED
              : PoolsWish.of(create.pools().spans().stream().sorted().toList()),
          create.policy(),
          create.rest(),
          null);
    }
    if (step instanceof AddressStep.Allocate allocate) {
      return bare(allocate);
    }
    if (step instanceof AddressStep.Together together) {
      return new AddressStep.Together(together.parts().stream().map(Keys::bare).toList(), null);
    }
    if (step instanceof AddressStep.Transfer transfer) {
      return new AddressStep.Transfer(
          transfer.subnet(), transfer.at(), transfer.token(), transfer.owner(), null);
    }
    throw new IllegalArgumentException("it has no key: " + step);
  }

  private static AddressStep.Allocate bare(AddressStep.Allocate allocate) {
    return new AddressStep.Allocate(
        allocate.subnets(), allocate.wish(), allocate.owner(), null, "");
  }

  private static void checkSame(String key, World.Bound bound, Step identity) {
    if (!bound.request().equals(identity)) {
      throw conflict("3.45", key, "the key belongs to " + bound.request());
    }
  }

  private static Refusal conflict(String rule, String key, String why) {
    return Refusal.of(rule, "IdempotencyConflict", why, "key", key, "reason", Refusal.TEXT);
  }
}
