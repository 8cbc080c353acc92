package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.IpamException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import dev.ipam.spi.AddressScopes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the address scopes and subnet pools of a plan with the store. */
final class PoolComparison {
  private final Plan plan;
  private final Ipam ipam;
  private final PoolSpaces spaces;
  private final List<Fault> conflicts;
  private final Map<String, AddressScope> scopes = new LinkedHashMap<>();

  PoolComparison(Plan plan, Ipam ipam, PoolSpaces spaces, List<Fault> conflicts) {
    this.plan = plan;
    this.ipam = ipam;
    this.spaces = spaces;
    this.conflicts = conflicts;
  }

  List<ScopeWork> scopes() {
    List<ScopeWork> work = new ArrayList<>();
    if (plan.scopes().isEmpty()) {
      return work;
    }
    AddressScopes there = ipam.addressScopes();
    for (Plan.PlannedScope planned : plan.scopes()) {
      AddressScope wanted = planned.scope();
      AddressScope existing = find(there, wanted.id());
      if (existing != null) {
        String what = "Address scope " + MappingReader.quote(wanted.id());
        differs(planned.line(), what, "family", existing.family(), wanted.family(), true);
        differs(
            planned.line(),
            what,
            "project",
            existing.project(),
            wanted.project(),
            planned.given().contains("project"));
        differs(
            planned.line(),
            what,
            "shared",
            existing.shared(),
            wanted.shared(),
            planned.given().contains("shared"));
      }
      scopes.put(wanted.id(), existing == null ? wanted : existing);
      work.add(new ScopeWork(planned.line(), wanted, existing == null));
    }
    return work;
  }

  List<PoolWork> pools() {
    List<PoolWork> work = new ArrayList<>();
    if (plan.pools().isEmpty()) {
      return work;
    }
    Map<String, SubnetPool> resulting = new LinkedHashMap<>();
    try (Stream<SubnetPool> pools = ipam.subnetPools().pools()) {
      pools.forEach(pool -> resulting.put(pool.id(), pool));
    }
    for (Plan.PlannedPool planned : plan.pools()) {
      PoolWork each = attempt(planned.line(), () -> compare(planned, resulting.get(planned.id())));
      if (each != null) {
        resulting.put(planned.id(), each.resulting());
        spaces.plan(each.resulting());
        work.add(each);
      }
    }
    for (PoolWork each : work) {
      attempt(each.line(), () -> checkScope(each.resulting(), resulting));
    }
    return work;
  }

  private PoolWork compare(Plan.PlannedPool planned, @Nullable SubnetPool existing) {
    if (existing == null) {
      return new PoolWork(
          planned.line(), planned.request(), null, SubnetPool.of(planned.request()));
    }
    differs(
        planned.line(),
        "Subnet pool " + MappingReader.quote(planned.id()),
        "project",
        existing.project(),
        planned.request().project(),
        planned.given().contains("project"));
    SubnetPool after = existing.after(planned.update());
    spaces.checkDropped(existing, after);
    boolean changes = !after.equals(existing);
    return new PoolWork(planned.line(), null, changes ? planned.update() : null, after);
  }

  private SubnetPool checkScope(SubnetPool pool, Map<String, SubnetPool> all) {
    String scopeId = pool.scopeId();
    if (scopeId == null) {
      return pool;
    }
    AddressScope planned = scopes.get(scopeId);
    pool.check(planned == null ? ipam.addressScopes().scope(scopeId) : planned);
    for (SubnetPool other : all.values()) {
      if (scopeId.equals(other.scopeId()) && !other.id().equals(pool.id())) {
        checkDisjoint(scopeId, pool, other);
      }
    }
    return pool;
  }

  private static void checkDisjoint(String scopeId, SubnetPool pool, SubnetPool other) {
    for (Cidr prefix : pool.prefixes()) {
      for (Cidr taken : other.prefixes()) {
        if (prefix.overlaps(taken)) {
          throw new PrefixOverlapException(
              scopeId, prefix.toString(), other.id(), taken.toString());
        }
      }
    }
  }

  private static @Nullable AddressScope find(AddressScopes there, String id) {
    try {
      return there.scope(id);
    } catch (AddressScopeNotFoundException e) {
      return null;
    }
  }

  private void differs(
      int line, String what, String field, Object is, Object wanted, boolean given) {
    if (given && !is.equals(wanted)) {
      conflicts.add(
          new Fault(
              line,
              what
                  + " exists with the "
                  + field
                  + " "
                  + is
                  + ", the plan says "
                  + wanted
                  + "; correct the plan, or use another id."));
    }
  }

  private <T> @Nullable T attempt(int line, Supplier<T> step) {
    try {
      return step.get();
    } catch (IpamException e) {
      conflicts.add(new Fault(line, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
