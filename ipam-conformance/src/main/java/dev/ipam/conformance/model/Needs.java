package dev.ipam.conformance.model;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which capabilities a step needs (chapter "Capabilities"). */
final class Needs {
  private final Set<String> needs = new LinkedHashSet<>();

  private Needs() {}

  static Set<String> of(Step step) {
    Needs all = new Needs();
    if (step instanceof SubnetStep subnet) {
      all.subnet(subnet);
    } else if (step instanceof AddressStep address) {
      all.address(address);
    } else if (step instanceof PoolStep pool) {
      all.pool(pool);
    } else if (step instanceof LookUp look) {
      all.look(look);
    } else if (step instanceof TimeStep.Restart) {
      all.add("DURABLE", true);
    }
    return all.needs;
  }

  private void subnet(SubnetStep step) {
    if (step instanceof SubnetStep.Create create) {
      add("POOLS", create.pool() != null);
      add("POLICIES", !create.policy().equals("SEQUENTIAL"));
      add("REST", create.rest() > 0);
      add("KEYS", create.key() != null);
    }
    add("ATOMIC_REMOVE", step instanceof SubnetStep.Remove remove && remove.force());
  }

  private void address(AddressStep step) {
    if (step instanceof AddressStep.Allocate allocate) {
      allocate(allocate);
    } else if (step instanceof AddressStep.Together together) {
      add("ALL_OR_NONE", true);
      together.parts().forEach(this::allocate);
      add("KEYS", together.key() != null);
    } else if (step instanceof AddressStep.Release release) {
      add("OWNERS", release.owner() != null);
      add("TOKENS", release.token() != null);
    } else if (step instanceof AddressStep.Transfer transfer) {
      add("TRANSFER", true);
      add("KEYS", transfer.key() != null);
    } else {
      add("OWNERS", true);
    }
  }

  private void allocate(AddressStep.Allocate step) {
    add("GROUPS", step.subnets().size() > 1);
    add("PREFER_NEXT", step.wish().is("PREFER_NEXT"));
    add("BULK", step.wish().is("BULK"));
    add("OWNERS", step.owner() != null);
    add("KEYS", step.key() != null);
  }

  private void pool(PoolStep step) {
    boolean scope = step instanceof PoolStep.CreateScope || step instanceof PoolStep.RemoveScope;
    add("POOLS", !scope);
    add("SCOPES", scope || namesScope(step));
  }

  private static boolean namesScope(PoolStep step) {
    @Nullable String scope = null;
    if (step instanceof PoolStep.Create create) {
      scope = create.scope();
    } else if (step instanceof PoolStep.Update update && update.scope() != null) {
      scope = update.scope().id();
    }
    return scope != null;
  }

  private void look(LookUp step) {
    add("OWNERS", step instanceof LookUp.OfOwner);
    add("ADDRESS_LOOKUP", step instanceof LookUp.Holders);
    add(
        "POOLS",
        step instanceof LookUp.Pool
            || step instanceof LookUp.Pools
            || step instanceof LookUp.PoolUsage);
    add("SCOPES", step instanceof LookUp.Scope || step instanceof LookUp.Scopes);
  }

  private void add(String capability, boolean needed) {
    if (needed) {
      needs.add(capability);
    }
  }
}
