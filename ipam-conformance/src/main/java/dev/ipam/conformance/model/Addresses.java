package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chapters 3 and 4: allocating from one subnet, from a list of candidates, and together. */
final class Addresses {
  private Addresses() {}

  static Object play(Turn turn, AddressStep step) {
    if (step instanceof AddressStep.Allocate allocate) {
      Object before = Keys.retried(turn, allocate.key(), Keys.identity(step));
      if (before instanceof List<?> parts) {
        return parts.get(0);
      }
      refuseIfBound(before);
      List<Held> result = allocate(turn, allocate, allocate.key());
      Keys.bind(turn, allocate.key(), Keys.identity(step), List.of(result));
      return result;
    }
    if (step instanceof AddressStep.Together together) {
      Object before = Keys.retried(turn, together.key(), Keys.identity(step));
      if (before != null) {
        return before;
      }
      List<List<Held>> results = new ArrayList<>();
      for (AddressStep.Allocate part : together.parts()) {
        results.add(allocate(turn, part, together.key()));
      }
      Keys.bind(turn, together.key(), Keys.identity(step), results);
      return results;
    }
    return Releases.play(turn, step);
  }

  private static void refuseIfBound(@Nullable Object before) {
    if (before != null) {
      throw new IllegalStateException("a key of another operation passed for this one: " + before);
    }
  }

  /** Walks the candidates (4.01 to 4.13). */
  private static List<Held> allocate(
      Turn turn, AddressStep.Allocate request, @Nullable String key) {
    Set<String> candidates = new LinkedHashSet<>(request.subnets());
    candidates.forEach(turn.world::net);
    Wish wish = request.wish();
    boolean outside = false;
    for (String candidate : candidates) {
      Net net = turn.world.net(candidate);
      if (wish.is("SPECIFIC") && !net.def.cidr().contains(target(wish))) {
        outside = true;
      } else if (!chosenByDriver(wish) || enough(turn, net, wish)) {
        return take(turn, turn.world.edit(candidate), request, key);
      }
    }
    throw outside ? outside(turn, candidates, request) : exhausted(turn, candidates, request);
  }

  private static Addr target(Wish wish) {
    return Objects.requireNonNull(wish.at()).known();
  }

  private static boolean chosenByDriver(Wish wish) {
    return wish.is("ANY") || wish.is("BULK") || wish.is("PREFER_NEXT");
  }

  private static boolean enough(Turn turn, Net net, Wish wish) {
    BigInteger free = net.freeCount(turn.now(net));
    return free.compareTo(BigInteger.valueOf(wish.count())) >= 0;
  }

  private static List<Held> take(
      Turn turn, Net net, AddressStep.Allocate request, @Nullable String key) {
    Wish wish = request.wish();
    if (wish.is("PREFER_NEXT")) {
      return List.of(Passes.preferNext(turn, net, request, key));
    }
    if (wish.is("ANY") || wish.is("BULK")) {
      List<Held> taken = new ArrayList<>();
      Addr before = null;
      for (int i = 0; i < wish.count(); i++) {
        Held next = Passes.any(turn, net, request, key, before);
        before = next.address();
        taken.add(next);
      }
      return taken;
    }
    Addr address = named(net.def, wish);
    Held holder = net.held.get(address);
    if (holder != null) {
      throw Refusal.of(
          wish.is("AUTOMATIC") ? "3.23" : wish.is("GATEWAY") ? "3.24" : "3.17",
          "AddressAlreadyAllocated",
          "it is held: " + holder,
          "subnet_id",
          net.def.id(),
          "address",
          address.toString());
    }
    return List.of(turn.hold(net, address, request, key, turn.hint(request, net, address)));
  }

  private static Addr named(NetDef def, Wish wish) {
    if (wish.is("SPECIFIC")) {
      return usable(def, target(wish));
    }
    if (wish.is("AUTOMATIC")) {
      return automatic(def.cidr(), Objects.requireNonNull(wish.mac()));
    }
    Addr gateway = def.gateway();
    if (gateway == null || !def.cidr().contains(gateway)) {
      throw Refusal.of(
          "3.25",
          "InvalidAddressRequest",
          gateway == null ? "it has no gateway" : "gateway " + gateway + " lies outside the CIDR",
          "subnet_id",
          def.id(),
          "reason",
          Refusal.TEXT);
    }
    return gateway;
  }

  private static Addr usable(NetDef def, Addr address) {
    if (Geometry.networkOrBroadcast(def.cidr(), address)) {
      throw Refusal.of(
          "3.19",
          "AddressNotUsable",
          "it is the network or broadcast address",
          "subnet_id",
          def.id(),
          "cidr",
          def.cidr().toString(),
          "address",
          address.toString());
    }
    return address;
  }

  /** Modified EUI-64 (RFC 4291 appendix A) behind the prefix. */
  private static Addr automatic(Block cidr, String mac) {
    if (cidr.bits() == Addr.V4 || cidr.length() > 64) {
      throw Refusal.of(
          "3.22",
          "AddressCalculationFailed",
          cidr + " has no room for an interface identifier",
          "prefix",
          cidr.toString(),
          "mac",
          Refusal.TEXT,
          "reason",
          Refusal.TEXT);
    }
    String digits = mac.replace(":", "");
    String identifier =
        digits.length() == 12 ? digits.substring(0, 6) + "fffe" + digits.substring(6) : digits;
    BigInteger flipped = new BigInteger(identifier, 16).flipBit(57);
    return cidr.network().plus(flipped);
  }

  /** The candidates as an error may name them: as given, or each once. */
  private static Set<List<String>> named(Set<String> candidates, AddressStep.Allocate request) {
    return Set.copyOf(List.of(List.copyOf(candidates), request.subnets()));
  }

  private static Refusal outside(Turn turn, Set<String> candidates, AddressStep.Allocate request) {
    String address = target(request.wish()).toString();
    if (candidates.size() > 1) {
      return Refusal.of(
          "4.08",
          "AddressOutsideSubnet",
          address + " lies in none of " + candidates,
          "address",
          address,
          "subnet_ids",
          named(candidates, request));
    }
    NetDef def = turn.world.net(candidates.iterator().next()).def;
    return Refusal.of(
        "3.18",
        "AddressOutsideSubnet",
        address + " lies outside " + def.cidr(),
        "address",
        address,
        "subnet_id",
        def.id(),
        "cidr",
        def.cidr().toString());
  }

  private static Refusal exhausted(
      Turn turn, Set<String> candidates, AddressStep.Allocate request) {
    BigInteger most = BigInteger.ZERO;
    long resting = 0;
    Long earliest = null;
    for (String candidate : candidates) {
      Net net = turn.world.net(candidate);
      Fill fill = LookUps.usage(turn, net);
      most = most.max(fill.free());
      resting += fill.resting().longValueExact();
      Long next = fill.nextRested();
      earliest = next == null || (earliest != null && earliest <= next) ? earliest : next;
    }
    int count = request.wish().count();
    String rule = candidates.size() > 1 ? "4.08" : request.wish().is("BULK") ? "3.27" : "3.31";
    String why = count + " asked for, " + most + " free in the candidate that has most";
    List<Object> fields =
        new ArrayList<>(
            List.of("subnet_ids", named(candidates, request), "requested", count, "free", most));
    if (resting > 0) {
      fields.addAll(List.of("resting", resting));
      if (earliest != null && turn.terms.injectedClock()) {
        fields.addAll(List.of("earliest", java.time.Instant.ofEpochMilli(earliest).toString()));
      }
    }
    return Refusal.of(rule, "NoAddressAvailable", why, fields.toArray());
  }
}
