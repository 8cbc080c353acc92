package dev.ipam.conformance.child;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.TokenWish;
import dev.ipam.conformance.model.Wish;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What threads do to a store until they are stopped: mostly writes, of every kind that the driver
 * has, and many of several parts. Every allocation carries the name of the step that made it, so
 * that what is found later can be put down to it.
 */
public final class Workload {
  /** All owners. */
  public static final List<String> OWNERS = List.of("vm-0", "vm-1", "vm-2");

  private static final String POOL = "p";

  private static final String SEQUENTIAL = "SEQUENTIAL";
  private static final int MOST_SUBNETS = 9;
  private static final long SOME_REST = 5_000;
  private static final long LONGEST_REST = 3_155_760_000_000L;

  private final Model model;
  private final RandomGenerator random;
  private Seen seen = Seen.NOTHING;
  private String tag = "";

  /**
   * Makes a workload.
   *
   * @param model the model, which knows what the driver lacks
   * @param random where the steps come from
   */
  public Workload(Model model, RandomGenerator random) {
    this.model = model;
    this.random = random;
  }

  /**
   * Returns the steps that make of a new store one to work on.
   *
   * @return the steps
   */
  public List<Step> beginning() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new PoolStep.Create(
            POOL,
            "default",
            List.of(Block.parse("10.4.0.0/26")),
            26,
            30,
            29,
            BigInteger.valueOf(48),
            null,
            true));
    steps.add(net("a", "10.0.0.0/28", SEQUENTIAL, 0));
    steps.add(net("b", "10.1.0.0/29", policy("LOWEST"), 0));
    steps.add(net("c", "2001:db8::/64", policy("RANDOM"), 0));
    steps.add(net("d", "10.2.0.0/28", SEQUENTIAL, rest()));
    for (int i = 0; i < 8; i++) {
      steps.add(allocate("start-" + i, List.of(List.of("a", "b", "c", "d").get(i % 4)), Wish.ANY));
    }
    return steps.stream().filter(this::possible).toList();
  }

  /**
   * Returns the steps of each thread.
   *
   * @param name what names of this workload begin with
   * @param now what the store showed last
   * @param threads how many threads
   * @param steps how many steps each takes
   * @return the steps
   */
  public List<List<Step>> plans(String name, Seen now, int threads, int steps) {
    seen = now;
    List<List<Step>> plans = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      List<Step> plan = new ArrayList<>();
      while (plan.size() < steps) {
        tag = name + "-" + thread + "-" + plan.size();
        Step step = any();
        if (step != null && possible(step)) {
          plan.add(step);
        }
      }
      plans.add(plan);
    }
    return plans;
  }

  private boolean possible(Step step) {
    return model.missing(step).isEmpty();
  }

  private @Nullable Step any() {
    int roll = random.nextInt(100);
    if (roll < 10) {
      return look();
    }
    if (roll < 28) {
      return allocate(tag, List.of(subnet()), oneIn(4) ? Wish.PREFER_NEXT : Wish.ANY);
    }
    if (roll < 40) {
      return allocate(tag, List.of(subnet()), Wish.bulk(2 + random.nextInt(4)));
    }
    if (roll < 50) {
      return new AddressStep.Together(
          List.of(unkeyed(tag, subnet(), Wish.ANY), unkeyed(tag, subnet(), Wish.bulk(2))),
          oneIn(2) ? "key-" + tag : null);
    }
    if (roll < 62) {
      return release();
    }
    if (roll < 66) {
      return new AddressStep.ReleaseOwner(one(OWNERS));
    }
    if (roll < 74) {
      return transfer();
    }
    if (roll < 88) {
      return subnetStep();
    }
    return roll < 94 ? poolStep() : specific();
  }

  private Step look() {
    return oneIn(2) ? new LookUp.Usage(subnet()) : new LookUp.Allocations(subnet());
  }

  private @Nullable Step specific() {
    List<Held> held = seen.held();
    return held.isEmpty()
        ? null
        : allocate(tag, List.of(subnet()), Wish.specific(At.of(one(held).address().plus(1))));
  }

  private @Nullable Step release() {
    if (seen.held().isEmpty()) {
      return null;
    }
    Held held = one(seen.held());
    boolean byToken = model.terms().has("TOKENS") && !oneIn(3);
    return new AddressStep.Release(
        held.subnet(),
        At.of(held.address()),
        byToken || !model.terms().has("OWNERS") ? null : held.owner(),
        byToken ? TokenWish.of(held.token()) : null);
  }

  private @Nullable Step transfer() {
    if (seen.held().isEmpty()) {
      return null;
    }
    Held held = one(seen.held());
    return new AddressStep.Transfer(
        held.subnet(),
        At.of(held.address()),
        TokenWish.of(held.token()),
        one(OWNERS),
        oneIn(2) ? "key-" + tag : null);
  }

  private Step subnetStep() {
    int roll = random.nextInt(6);
    if (roll < 3 && seen.nets().size() < MOST_SUBNETS) {
      boolean fromPool = !seen.pools().isEmpty() && !oneIn(3);
      return fromPool
          ? create(tag, null, 29 + random.nextInt(2), POOL, SEQUENTIAL, 0)
          : net(tag, "10.9." + random.nextInt(9) + ".0/28", SEQUENTIAL, 0);
    }
    if (roll < 5) {
      return new SubnetStep.Remove(subnet(), !oneIn(4));
    }
    boolean gateway = oneIn(2);
    return new SubnetStep.Update(
        subnet(),
        gateway ? GatewayWish.NONE : null,
        gateway ? null : oneIn(2) ? PoolsWish.GENERATED : PoolsWish.of(List.of()));
  }

  private Step poolStep() {
    return oneIn(4)
        ? new PoolStep.Create(
            "p-" + tag, "red", List.of(Block.parse("10.5.0.0/24")), 24, 30, 28, null, null, false)
        : new PoolStep.Update(
            POOL,
            null,
            null,
            null,
            28 + random.nextInt(3),
            BigInteger.valueOf(40 + random.nextInt(20)),
            null,
            null);
  }

  /** Mostly one of the first few, so that they fill up and threads meet. */
  private String subnet() {
    List<NetDef> nets = seen.nets();
    return nets.isEmpty() || oneIn(20)
        ? "a"
        : nets.get(
                oneIn(3) ? random.nextInt(nets.size()) : random.nextInt(Math.min(3, nets.size())))
            .id();
  }

  private AddressStep.Allocate allocate(String name, List<String> subnets, Wish wish) {
    AddressStep.Allocate plain = unkeyed(name, subnets.get(0), wish);
    boolean keyed = model.terms().has("KEYS") && oneIn(2);
    return new AddressStep.Allocate(
        subnets, wish, plain.owner(), keyed ? "key-" + name : null, name);
  }

  private AddressStep.Allocate unkeyed(String name, String subnet, Wish wish) {
    String owner = model.terms().has("OWNERS") && !oneIn(4) ? one(OWNERS) : null;
    return new AddressStep.Allocate(List.of(subnet), wish, owner, null, name);
  }

  /** Where the kit does not own the time, no rest may end while nobody knows whether it has. */
  private long rest() {
    if (!model.terms().has("REST")) {
      return 0;
    }
    return model.terms().injectedClock() ? SOME_REST : LONGEST_REST;
  }

  private String policy(String wanted) {
    return model.terms().has("POLICIES") ? wanted : SEQUENTIAL;
  }

  private Step net(String id, String cidr, String policy, long rest) {
    return create(id, Block.parse(cidr), null, null, policy, rest);
  }

  private Step create(
      String id,
      @Nullable Block cidr,
      @Nullable Integer length,
      @Nullable String pool,
      String policy,
      long rest) {
    return new SubnetStep.Create(
        id,
        "default",
        cidr,
        null,
        length,
        pool,
        GatewayWish.AUTOMATIC,
        PoolsWish.GENERATED,
        policy,
        rest,
        model.terms().has("KEYS") && oneIn(2) ? "key-" + id : null);
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
