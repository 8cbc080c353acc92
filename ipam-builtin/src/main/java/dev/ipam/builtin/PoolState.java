package dev.ipam.builtin;

import dev.ipam.builtin.prefix.PrefixSpace;
import dev.ipam.builtin.store.PoolBlock;
import dev.ipam.net.Cidr;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SubnetPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A subnet pool in memory: what is free of it, and what each project holds of it. */
final class PoolState {
  private final Map<String, QuotaUnits> usedByProject = new HashMap<>();
  private SubnetPool pool;
  private PrefixSpace space;
  private long subnets;

  PoolState(SubnetPool pool) {
    this.pool = pool;
    this.space = PrefixSpace.of(pool.prefixes());
  }

  SubnetPool pool() {
    return pool;
  }

  PrefixSpace space() {
    return space;
  }

  long subnets() {
    return subnets;
  }

  QuotaUnits usedBy(String project) {
    return usedByProject.getOrDefault(project, QuotaUnits.ZERO);
  }

  PoolUsage usage() {
    return PoolUsage.of(pool, usedByProject, subnets);
  }

  /** Takes a block that is free. */
  void take(PoolBlock block) {
    space = space.take(block.cidr());
    usedByProject.merge(block.project(), QuotaUnits.of(block.cidr()), QuotaUnits::plus);
    subnets++;
  }

  /** Gives back what a subnet took. */
  void release(Cidr cidr, String project) {
    space = space.release(cidr);
    QuotaUnits rest = usedBy(project).minus(QuotaUnits.of(cidr));
    if (rest.isZero()) {
      usedByProject.remove(project);
    } else {
      usedByProject.put(project, rest);
    }
    subnets--;
  }

  void replace(SubnetPool after, List<Cidr> dropped, List<Cidr> added) {
    space = space.change(dropped, added);
    pool = after;
  }
}
