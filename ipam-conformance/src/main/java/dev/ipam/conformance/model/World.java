package dev.ipam.conformance.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A state of the model: everything that a later answer may depend on.
 *
 * <p>A world is never changed once {@link Model} has returned it, so that checkers may branch from
 * it. Equal worlds answer equally for ever.
 *
 * @since 0.1
 */
public final class World {
  private static final int TIMES_KEPT = 64;

  final TreeMap<String, Net> nets = new TreeMap<>(ByCodePoint.ORDER);
  final TreeMap<String, PoolDef> pools = new TreeMap<>(ByCodePoint.ORDER);
  final TreeMap<String, ScopeDef> scopes = new TreeMap<>(ByCodePoint.ORDER);
  final Map<String, Bound> keys = new HashMap<>();

  /** The highest token given. */
  long mark;

  /** Whether a request that failed may have used up tokens before the first was given. */
  boolean tried;

  /** What the clock shows. */
  long clock;

  /** The latest time that the clock ever showed. */
  long highest;

  /** Earlier times that it showed, as many as a clock that is set back can matter for. */
  private final TreeSet<Long> passed = new TreeSet<>();

  /** The subnets that no other world shares with this one. */
  private final Set<String> own = new HashSet<>();

  private int hash;

  /**
   * What a key is bound to.
   *
   * @param request the request without key and context
   * @param parts what it was answered with: where the addresses are
   * @param subnet the subnet that was created under it, or null
   */
  record Bound(Step request, List<List<Spot>> parts, @Nullable String subnet) {}

  /** A place that may hold an allocation. */
  record Spot(String subnet, Addr address) {}

  World(long clock) {
    this.clock = clock;
    this.highest = clock;
  }

  World copy() {
    World copy = new World(clock);
    copy.nets.putAll(nets);
    copy.pools.putAll(pools);
    copy.scopes.putAll(scopes);
    copy.keys.putAll(keys);
    copy.mark = mark;
    copy.tried = tried;
    copy.highest = highest;
    copy.passed.addAll(passed);
    return copy;
  }

  /** Sets the clock. */
  void moveClock(long millis) {
    passed.add(clock);
    if (passed.size() > TIMES_KEPT) {
      passed.pollFirst();
    }
    clock = millis;
    highest = Math.max(highest, millis);
  }

  /** The times after the present one that the clock showed before it was set back. */
  NavigableSet<Long> passed() {
    return passed.tailSet(clock, false);
  }

  /** A subnet to look at. */
  Net net(String id) {
    Net net = nets.get(id);
    if (net == null) {
      throw Refusal.of("2.02", "SubnetNotFound", "no subnet has this id", "subnet_id", id);
    }
    return net;
  }

  /** A subnet to change. */
  Net edit(String id) {
    Net net = net(id);
    if (own.add(id)) {
      net = net.copy();
      nets.put(id, net);
    }
    return net;
  }

  void put(Net net) {
    nets.put(net.def.id(), net);
    own.add(net.def.id());
  }

  PoolDef pool(String id) {
    PoolDef pool = pools.get(id);
    if (pool == null) {
      throw Refusal.of("5.03", "SubnetPoolNotFound", "no subnet pool has this id", "pool_id", id);
    }
    return pool;
  }

  ScopeDef scope(String id) {
    ScopeDef scope = scopes.get(id);
    if (scope == null) {
      throw Refusal.of(
          "5.31", "AddressScopeNotFound", "no address scope has this id", "scope_id", id);
    }
    return scope;
  }

  /** The allocations that are held under a key. */
  List<Held> heldUnder(String key) {
    return nets.values().stream()
        .flatMap(net -> net.held.values().stream())
        .filter(held -> key.equals(held.key()))
        .toList();
  }

  /**
   * Returns this state for several threads that begin to work: requests that fail may use up tokens
   * at any time.
   *
   * @return the state
   */
  public World forMany() {
    World world = copy();
    world.tried = true;
    return world;
  }

  /**
   * Returns the subnets that there are.
   *
   * @return their definitions in id order
   */
  public List<NetDef> subnets() {
    return nets.values().stream().map(net -> net.def).toList();
  }

  /**
   * Returns what a subnet holds.
   *
   * @param subnet the subnet's id, also of one that does not exist
   * @return the allocations in address order
   */
  public List<Held> held(String subnet) {
    Net net = nets.get(subnet);
    return net == null ? List.of() : List.copyOf(net.held.values());
  }

  /**
   * Returns what the pass of a subnet has left.
   *
   * @param subnet the subnet's id
   * @return the ranges in ascending order; those that touch within a pool are one
   */
  public List<Span> leftOfPass(String subnet) {
    Net net = nets.get(subnet);
    return net == null ? List.of() : Passes.leftRanges(net, clock);
  }

  /**
   * Returns the subnet pools that there are.
   *
   * @return their definitions in id order
   */
  public List<PoolDef> subnetPools() {
    return List.copyOf(pools.values());
  }

  /**
   * Returns the address scopes that there are.
   *
   * @return their definitions in id order
   */
  public List<ScopeDef> addressScopes() {
    return List.copyOf(scopes.values());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof World that
        && mark == that.mark
        && tried == that.tried
        && clock == that.clock
        && highest == that.highest
        && passed.equals(that.passed)
        && hashCode() == that.hashCode()
        && nets.equals(that.nets)
        && pools.equals(that.pools)
        && scopes.equals(that.scopes)
        && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Objects.hash(nets, pools, scopes, keys.keySet(), mark, clock, highest);
    }
    return hash;
  }
}
