package dev.ipam.conformance.parity;

import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Fill;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a driver's answers another driver's must equal: everything but the numbers of tokens, of
 * which only the order counts, times where the driver has a clock of its own, and addresses that
 * the contract lets a driver choose.
 */
final class Canonical {
  /** Fields whose text is for people. */
  private static final Set<String> TEXTS = Set.of("reason", "input", "subject", "operation", "mac");

  private final Terms terms;
  private final boolean times;
  private final Map<Long, Integer> ranks = new TreeMap<>();
  private boolean veiled;

  /**
   * Makes a view of one driver's answers.
   *
   * @param terms what all drivers promise
   * @param times whether all drivers take their time from the kit's clock
   */
  Canonical(Terms terms, boolean times) {
    this.terms = terms;
    this.times = times;
  }

  /** Whether the last answer held something that the contract lets a driver choose. */
  boolean veiled() {
    return veiled;
  }

  Object of(Step step, Answer answer, World world) {
    veiled = false;
    if (answer instanceof Answer.Ok ok) {
      return value(step instanceof LookUp.Holders ? named(ok.value(), world) : ok.value(), world);
    }
    if (answer instanceof Answer.Refused refused) {
      Map<String, Object> fields = new TreeMap<>();
      refused.fields().forEach((name, value) -> fields.put(name, field(name, value)));
      Object subnet = refused.fields().get("subnet_id");
      if (subnet != null && fields.containsKey("address") && chosen(subnet.toString(), world)) {
        veiled = true;
        fields.put("address", "…");
      }
      return List.of(
          refused.code(), refused.category(), refused.outcome(), refused.retryable(), fields);
    }
    return answer;
  }

  /** Who holds a named address, but for subnets where chance decides which address goes to whom. */
  private Object named(Object holders, World world) {
    if (!(holders instanceof List<?> many)) {
      return holders;
    }
    List<?> compared =
        many.stream()
            .filter(each -> !(each instanceof Held held && chosen(held.subnet(), world)))
            .toList();
    veiled = compared.size() < many.size();
    return compared;
  }

  private Object field(String name, Object value) {
    if (TEXTS.contains(name) || (name.equals("earliest") && !times)) {
      return "…";
    }
    if (value instanceof List<?> many) {
      return List.copyOf(new LinkedHashSet<>(many));
    }
    return value instanceof Number ? value.toString() : value;
  }

  private Object value(Object value, World world) {
    if (value instanceof List<?> many) {
      List<Object> all = new ArrayList<>();
      ordered(many, world).forEach(each -> all.add(value(each, world)));
      return all;
    }
    if (value instanceof Held held) {
      boolean chosen = chosen(held.subnet(), world);
      veiled |= chosen;
      int rank = ranks.computeIfAbsent(held.token(), token -> ranks.size());
      List<Object> parts = new ArrayList<>();
      parts.add(held.subnet());
      parts.add(chosen ? "…" : held.address());
      parts.add(String.valueOf(held.owner()));
      parts.add(times ? held.at() : 0);
      parts.add(held.kind());
      parts.add(terms.has("TOKENS") ? rank : 0);
      parts.add(String.valueOf(held.key()));
      parts.add(held.context());
      return parts;
    }
    if (value instanceof Fill fill && !times) {
      return new Fill(
          fill.subnet(),
          fill.capacity(),
          fill.allocated(),
          fill.free(),
          fill.resting(),
          fill.outside(),
          null);
    }
    return value;
  }

  /** Chosen addresses say nothing of the order in which their allocations are listed. */
  private List<?> ordered(List<?> many, World world) {
    boolean chosen =
        many.stream().anyMatch(each -> each instanceof Held held && chosen(held.subnet(), world));
    return chosen
        ? many.stream()
            .sorted(Comparator.comparingLong(each -> each instanceof Held held ? held.token() : 0))
            .toList()
        : many;
  }

  /** Whether which addresses a subnet holds is for the driver to choose. */
  private boolean chosen(String subnet, World world) {
    return !terms.has("POLICIES")
        || world.subnets().stream()
            .filter(def -> def.id().equals(subnet))
            .map(NetDef::policy)
            .anyMatch("RANDOM"::equals);
  }
}
