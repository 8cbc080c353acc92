package dev.ipam.conformance.model;

/** States that lack something. */
public final class Forget {
  private Forget() {}

  /** Lowers the token mark to what is still held. */
  public static World tokens(World world) {
    World copy = world.copy();
    copy.mark =
        copy.nets.values().stream()
            .flatMap(net -> net.held.values().stream())
            .mapToLong(Held::token)
            .max()
            .orElse(0);
    return copy;
  }

  /** Forgets what keys are bound to. */
  public static World keys(World world) {
    World copy = world.copy();
    copy.keys.clear();
    return copy;
  }

  /** Forgets whom addresses are for. */
  public static World contexts(World world) {
    World copy = world.copy();
    for (NetDef def : world.subnets()) {
      copy.edit(def.id())
          .held
          .replaceAll(
              (address, held) ->
                  new Held(
                      held.subnet(),
                      held.address(),
                      held.owner(),
                      held.at(),
                      held.kind(),
                      held.token(),
                      held.key(),
                      ""));
    }
    return copy;
  }

  /** Begins every pass anew. */
  public static World passes(World world) {
    World copy = world.copy();
    for (NetDef def : world.subnets()) {
      Net net = copy.edit(def.id());
      net.position = null;
      net.spent.clear();
    }
    return copy;
  }

  /** Ends every rest. */
  public static World rests(World world) {
    World copy = world.copy();
    world.subnets().forEach(def -> copy.edit(def.id()).rests.clear());
    return copy;
  }
}
