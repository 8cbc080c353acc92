package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.SubnetSettings;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a plan means for a store as it is now.
 *
 * @param plan the plan
 * @param scopes what is to be done for each of its address scopes
 * @param pools what is to be done for each of its subnet pools
 * @param subnets what is to be done for each of its subnets that has or would get a CIDR
 * @param lacking the subnets for which a subnet pool has no space or quota
 */
public record Comparison(
    Plan plan,
    List<ScopeWork> scopes,
    List<PoolWork> pools,
    List<SubnetWork> subnets,
    List<Fault> lacking) {
  /**
   * Compares a plan with a store, changing nothing.
   *
   * @param plan the plan
   * @param ipam the store
   * @return what is to be done
   * @throws PlanRefused if what is in the store contradicts the plan
   * @throws dev.ipam.error.UnsupportedException if the driver lacks what the plan needs
   */
  public static Comparison of(Plan plan, Ipam ipam) {
    plan.subnets().forEach(subnet -> requireCapabilities(subnet, ipam.capabilities()));
    requirePools(plan, ipam.capabilities());
    List<Fault> conflicts = new ArrayList<>();
    List<Fault> lacking = new ArrayList<>();
    PoolSpaces spaces = new PoolSpaces(ipam);
    PoolComparison comparison = new PoolComparison(plan, ipam, spaces, conflicts);
    List<ScopeWork> scopes = comparison.scopes();
    List<PoolWork> pools = comparison.pools();
    List<SubnetWork> work = new ArrayList<>(plan.subnets().size());
    for (Plan.PlannedSubnet subnet : plan.subnets()) {
      SubnetWork each = new SubnetComparison(ipam, subnet, spaces, conflicts, lacking).compare();
      if (each != null) {
        work.add(each);
      }
    }
    if (!conflicts.isEmpty()) {
      throw new PlanRefused(PlanRefused.Kind.CONFLICT, plan.file(), conflicts);
    }
    return new Comparison(
        plan, List.copyOf(scopes), List.copyOf(pools), List.copyOf(work), List.copyOf(lacking));
  }

  private static void requirePools(Plan plan, Set<Capability> present) {
    if (!plan.pools().isEmpty()
        || plan.subnets().stream().anyMatch(subnet -> subnet.request().poolId() != null)) {
      Capability.POOLS.require(present);
    }
    if (!plan.scopes().isEmpty()
        || plan.pools().stream().anyMatch(pool -> pool.request().scopeId() != null)) {
      Capability.SCOPES.require(present);
    }
  }

  private static void requireCapabilities(Plan.PlannedSubnet subnet, Set<Capability> present) {
    SubnetSettings settings = subnet.request().settings();
    if (settings.policy() != AllocationPolicy.SEQUENTIAL) {
      Capability.POLICIES.require(present);
    }
    if (!settings.rest().isZero()) {
      Capability.REST.require(present);
    }
    if (!subnet.fixed().isEmpty() || !subnet.any().isEmpty()) {
      Capability.OWNERS.require(present);
    }
  }

  /**
   * Refuses a plan that needs more addresses, or more space of a subnet pool, than there are.
   *
   * @throws PlanRefused naming each subnet that is too small, or gets no block
   */
  public void requireFit() {
    List<Fault> faults = new ArrayList<>(lacking);
    subnets.stream().filter(work -> !work.fits()).map(Comparison::tooSmall).forEach(faults::add);
    if (!faults.isEmpty()) {
      throw new PlanRefused(PlanRefused.Kind.DOES_NOT_FIT, plan.file(), faults);
    }
  }

  boolean fits() {
    return lacking.isEmpty() && subnets.stream().allMatch(SubnetWork::fits);
  }

  private static Fault tooSmall(SubnetWork work) {
    return new Fault(
        work.line(),
        "Subnet "
            + MappingReader.quote(work.subnetId())
            + " has "
            + work.freeBefore()
            + " free addresses in its pools and needs "
            + work.freeBefore().subtract(work.freeAfter())
            + "; enlarge it or move owners elsewhere.");
  }

  /**
   * Returns how many addresses are to be allocated.
   *
   * @return the number
   */
  public long missing() {
    return subnets.stream().mapToLong(work -> work.missing().size()).sum();
  }
}
