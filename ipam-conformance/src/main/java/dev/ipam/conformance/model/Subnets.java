package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chapter 2: creating, updating and removing subnets. */
final class Subnets {
  private Subnets() {}

  static Object play(Turn turn, SubnetStep step) {
    if (step instanceof SubnetStep.Create create) {
      return create(turn, create);
    }
    if (step instanceof SubnetStep.Update update) {
      return update(turn, update);
    }
    return remove(turn, (SubnetStep.Remove) step);
  }

  /** What is wrong with a request by itself: it cannot even be built. */
  static List<Refusal> malformed(SubnetStep.Create step) {
    List<Refusal> faults = new ArrayList<>();
    Block cidr = step.cidr();
    Addr gateway = step.gateway().address();
    if (cidr != null) {
      faults.addAll(Geometry.gatewayFaults(cidr, gateway));
      faults.addAll(Geometry.poolFaults(cidr, step.pools().spans()));
      if (!faults.isEmpty()) {
        faults.addAll(
            Geometry.togetherFaults(
                cidr, Geometry.gateway(cidr, step.gateway()), step.pools().spans()));
      }
      return faults;
    }
    Integer length = step.length();
    Integer bits = step.bits();
    if (length != null && (length < 0 || length > (bits == null ? Addr.V6 : bits))) {
      String why = "no prefix has the length " + length;
      faults.add(Refusal.of("1.18", "InvalidPrefixLength", why, "input", Refusal.TEXT));
    }
    if (!step.pools().spans().isEmpty()) {
      faults.add(contradiction("5.14", "pools of a CIDR that is not known yet"));
    }
    if (bits != null && gateway != null && gateway.bits() != bits) {
      faults.add(contradiction("5.15", "gateway " + gateway + " is of the other family"));
    }
    return faults;
  }

  private static NetDef create(Turn turn, SubnetStep.Create step) {
    Refusal.throwAny(malformed(step));
    Object before = Keys.retried(turn, step.key(), Keys.identity(step));
    if (before != null) {
      return (NetDef) before;
    }
    List<Refusal> faults = new ArrayList<>();
    if (turn.world.nets.containsKey(step.id())) {
      faults.add(
          Refusal.of("2.03", "SubnetAlreadyExists", "the id is taken", "subnet_id", step.id()));
    }
    Block cidr = step.cidr();
    if (step.pool() != null) {
      try {
        cidr = Blocks.grant(turn.world, step, step.pool());
      } catch (Refusal refusal) {
        faults.add(refusal);
        cidr = step.cidr();
      }
    }
    Refusal.throwAny(faults(faults, cidr, step));
    Block granted = Objects.requireNonNull(cidr);
    Addr gateway = Geometry.gateway(granted, step.gateway());
    boolean generated = step.pools().spans().isEmpty();
    NetDef def =
        new NetDef(
            step.id(),
            step.project(),
            granted,
            gateway,
            generated ? Geometry.generated(granted, gateway) : sorted(step.pools().spans()),
            generated,
            step.policy(),
            step.rest(),
            step.pool());
    turn.world.put(new Net(def));
    if (step.key() != null) {
      turn.world.keys.put(step.key(), new World.Bound(Keys.identity(step), List.of(), step.id()));
    }
    return def;
  }

  private static List<Refusal> faults(
      List<Refusal> faults, @Nullable Block cidr, SubnetStep.Create step) {
    if (cidr != null) {
      Addr gateway = Geometry.gateway(cidr, step.gateway());
      faults.addAll(Geometry.gatewayFaults(cidr, gateway));
      faults.addAll(Geometry.togetherFaults(cidr, gateway, step.pools().spans()));
    }
    return faults;
  }

  private static NetDef update(Turn turn, SubnetStep.Update step) {
    NetDef old = turn.world.net(step.id()).def;
    Net net = turn.world.edit(step.id());
    Block cidr = old.cidr();
    GatewayWish wish = step.gateway();
    Addr gateway = wish == null ? old.gateway() : Geometry.gateway(cidr, wish);
    PoolsWish pools = step.pools();
    boolean generated = pools == null ? old.generated() : pools.generated();
    List<Span> given = pools == null ? old.pools() : sorted(pools.spans());

    List<Refusal> faults = new ArrayList<>(Geometry.gatewayFaults(cidr, gateway));
    if (!generated) {
      faults.addAll(Geometry.poolFaults(cidr, given));
      faults.addAll(Geometry.togetherFaults(cidr, gateway, given));
    }
    Held holder = gateway == null ? null : net.held.get(gateway);
    if (holder != null
        && !Objects.equals(gateway, old.gateway())
        && !holder.kind().equals("GATEWAY")) {
      faults.add(
          Refusal.of(
              "2.35",
              "AddressAlreadyAllocated",
              "the new gateway is held: " + holder,
              "subnet_id",
              step.id(),
              "address",
              holder.address().toString()));
    }
    Refusal.throwAny(faults);

    List<Span> result = generated ? Geometry.generated(cidr, gateway) : given;
    net.def =
        new NetDef(
            old.id(),
            old.project(),
            cidr,
            gateway,
            result,
            generated,
            old.policy(),
            old.rest(),
            old.pool());
    boolean changed = !result.equals(old.pools());
    // The same ranges, now given instead of generated or the other way round: nothing says whether
    // that changes the pools.
    if (changed || (generated != old.generated() && turn.either())) {
      Passes.start(net, turn.now(net));
    }
    return net.def;
  }

  private static Long remove(Turn turn, SubnetStep.Remove step) {
    Net net = turn.world.net(step.id());
    long held = net.held.size();
    if (held > 0 && !step.force()) {
      throw Refusal.of(
          "2.38",
          "SubnetInUse",
          "it holds " + held + " allocations",
          "subnet_id",
          step.id(),
          "allocations",
          held);
    }
    turn.world.nets.remove(step.id());
    turn.world.keys.values().removeIf(bound -> step.id().equals(bound.subnet()));
    return held;
  }

  private static List<Span> sorted(List<Span> spans) {
    return spans.stream().sorted().toList();
  }

  private static Refusal contradiction(String rule, String why) {
    return Refusal.of(
        rule, "InvalidSubnetRequest", why, "subject", Refusal.TEXT, "reason", Refusal.TEXT);
  }
}
