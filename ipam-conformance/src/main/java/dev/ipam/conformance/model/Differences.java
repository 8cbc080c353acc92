package dev.ipam.conformance.model;

import dev.ipam.conformance.model.Explain.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which rule a result breaks that is not the right one. */
final class Differences {
  private final Terms terms;
  private final World world;
  private final Step step;

  Differences(Terms terms, World world, Step step) {
    this.terms = terms;
    this.world = world;
    this.step = step;
  }

  Difference between(Object expected, Object actual) {
    Difference other = new Difference(Explain.serving(step), "the result is not the right one");
    if (expected instanceof Held right && actual instanceof Held given) {
      return Difference.first(Arrays.asList(held(right, given)), other);
    }
    if (expected instanceof List<?> right && actual instanceof List<?> given) {
      return lists(right, given, other);
    }
    if (expected instanceof NetDef right && actual instanceof NetDef given) {
      return nets(right, given, other);
    }
    if (expected instanceof Fill right && actual instanceof Fill given) {
      return fills(right, given, other);
    }
    if (expected instanceof PoolFill
        || expected instanceof PoolDef
        || expected instanceof ScopeDef) {
      return new Difference(other.rule(), "it is not as it was defined and used");
    }
    if (expected.equals("nothing")) {
      return new Difference(
          step instanceof AddressStep.Release ? "3.35" : other.rule(),
          "nothing is allocated there, but it was answered as if something were");
    }
    return actual.equals("nothing")
        ? new Difference(other.rule(), "it is allocated, but the driver does not know it")
        : other;
  }

  private Difference lists(List<?> right, List<?> given, Difference other) {
    if (right.size() == given.size() && new HashSet<>(right).equals(new HashSet<>(given))) {
      String rule =
          step instanceof AddressStep.Allocate
              ? "3.30"
              : step instanceof LookUp.Subnets || step instanceof LookUp.Pools
                  ? "1.22"
                  : other.rule();
      return new Difference(rule, "the order is wrong");
    }
    for (int i = 0; i < Math.min(right.size(), given.size()); i++) {
      if (!right.get(i).equals(given.get(i))) {
        Difference each = between(right.get(i), given.get(i));
        return new Difference(each.rule(), "number " + (i + 1) + ": " + each.text());
      }
    }
    return new Difference(other.rule(), given.size() + " were answered instead of " + right.size());
  }

  private @Nullable Difference held(Held right, Held given) {
    List<@Nullable Difference> all = new ArrayList<>();
    boolean allocates =
        step instanceof AddressStep.Allocate || step instanceof AddressStep.Together;
    boolean elsewhere =
        !right.address().equals(given.address()) || !right.subnet().equals(given.subnet());
    if (elsewhere) {
      all.add(
          allocates
              ? place(right, given)
              : new Difference(Explain.serving(step), "it is another address"));
    }
    boolean bound = given.key() != null && world.keys.containsKey(given.key());
    String keyRule = bound && allocates ? "3.44" : "3.92";
    all.add(
        Difference.orNull(
            !Objects.equals(right.owner(), given.owner()), "3.39", "the owner is another"));
    all.add(Difference.orNull(right.token() != given.token(), tokenRule(), tokenText(given)));
    all.add(Difference.orNull(!right.kind().equals(given.kind()), "3.38", "the kind is another"));
    all.add(
        Difference.orNull(
            right.at() != given.at(),
            allocates ? (given.at() < right.at() ? "3.72" : "3.73") : "3.38",
            "the time is another"));
    all.add(
        Difference.orNull(
            !Objects.equals(right.key(), given.key()), keyRule, "the key is another"));
    all.add(
        Difference.orNull(
            !right.context().equals(given.context()), "3.38", "the context is another"));
    return all.stream().filter(Objects::nonNull).findFirst().orElse(null);
  }

  private String tokenRule() {
    if (step instanceof AddressStep.Transfer) {
      return "3.90";
    }
    boolean gives = step instanceof AddressStep.Allocate || step instanceof AddressStep.Together;
    return !gives ? "3.38" : world.mark == 0 ? "3.41" : "3.40";
  }

  private String tokenText(Held given) {
    return "its token is " + given.token() + "; the highest given before was " + world.mark;
  }

  /** Why an address may not be handed out in place of another. */
  private Difference place(Held right, Held given) {
    Net net = world.nets.get(given.subnet());
    String kind = given.kind();
    if (net == null || !given.subnet().equals(right.subnet())) {
      return new Difference(
          "4.01", "it comes from subnet " + given.subnet() + " instead of " + right.subnet());
    }
    if (kind.equals("SPECIFIC") || kind.equals("AUTOMATIC") || kind.equals("GATEWAY")) {
      return new Difference(Explain.serving(step), "it is another address than " + right.address());
    }
    Addr address = given.address();
    Held holder = net.held.get(address);
    if (holder != null) {
      return new Difference("3.01", address + " was held already: " + holder);
    }
    if (address.equals(net.def.gateway()) && !Geometry.single(net.def.cidr())) {
      return new Difference("3.02", address + " is the subnet's gateway");
    }
    if (!net.inPools(address)) {
      return new Difference("3.01", address + " lies in none of the pools " + net.def.pools());
    }
    if (net.resting(address, Math.max(world.clock, net.floor))) {
      return new Difference("3.68", address + " rests until " + net.rests.get(address));
    }
    if (kind.equals("PREFER_NEXT")) {
      return new Difference("3.14", right.address() + " is lower and free");
    }
    if (net.def.policy().equals("LOWEST")) {
      return new Difference("3.11", right.address() + " is lower and free");
    }
    return net.def.policy().equals("RANDOM") || !terms.has("POLICIES")
        ? new Difference("3.01", address + " was handed out twice in one answer")
        : pass(net, right.address(), address);
  }

  private Difference pass(Net net, Addr right, Addr address) {
    if (net.spent.contains(address)) {
      return new Difference("3.05", address + " was released during this pass");
    }
    if (net.waiting.contains(address)) {
      return new Difference("3.70", address + " was resting when this pass began");
    }
    Addr position = net.position;
    if (position == null || address.compareTo(position) > 0) {
      return new Difference("3.04", right + " comes before " + address + " in this pass");
    }
    return right.compareTo(position) > 0
        ? new Difference(
            "3.06", "the pass at " + position + " has still " + right + " left, but began anew")
        : new Difference("3.06", "a new pass begins at the lowest free address, " + right);
  }

  private Difference nets(NetDef right, NetDef given, Difference other) {
    boolean creates = step instanceof SubnetStep.Create;
    boolean granted = creates && right.pool() != null && !right.cidr().equals(given.cidr());
    if (granted) {
      return new Difference(
          "5.10", "the block is not the lowest of the smallest free block that fits");
    }
    return Difference.first(
        Arrays.asList(
            Difference.orNull(!right.cidr().equals(given.cidr()), "2.01", "the CIDR is another"),
            Difference.orNull(
                !Objects.equals(right.gateway(), given.gateway()),
                step instanceof SubnetStep.Update ? "2.29" : creates ? "2.07" : "2.01",
                "the gateway is another"),
            Difference.orNull(
                !right.pools().equals(given.pools()) || right.generated() != given.generated(),
                poolsRule(right),
                "the pools are other ones"),
            Difference.orNull(
                !Objects.equals(right.pool(), given.pool()), "5.37", "the subnet pool is another")),
        other);
  }

  private String poolsRule(NetDef right) {
    if (step instanceof SubnetStep.Update) {
      return right.generated() ? "2.31" : "2.27";
    }
    return right.generated() ? "2.19" : "2.17";
  }

  private static Difference fills(Fill right, Fill given, Difference other) {
    return Difference.first(
        Arrays.asList(
            Difference.orNull(
                !right.outside().equals(given.outside()),
                "3.66",
                "the number outside the pools is wrong"),
            Difference.orNull(
                !right.resting().equals(given.resting()), "3.65", "the number that rests is wrong"),
            Difference.orNull(
                !right.free().equals(given.free()),
                "3.67",
                "the number of free addresses is wrong"),
            Difference.orNull(
                !right.admitsMoment(given),
                "3.32",
                "the moment at which the first has rested is wrong")),
        other);
  }
}
