package dev.ipam.reference;

import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.net.Cidr;
import dev.ipam.reference.rows.FreeBlocks;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.PoolUse;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetRequest;
import java.util.List;

/**
 * The space of subnet pools: what a subnet gets of it.
 *
 * @ipam.rule 5.10..5.24
 */
final class PoolSpaces {
  private final Session session;

  PoolSpaces(Session session) {
    this.session = session;
  }

  /**
   * Finds a pool that must be there.
   *
   * @throws SubnetPoolNotFoundException if it is not
   */
  SubnetPool required(String id) {
    return PoolRow.required(session.sql(), id);
  }

  FreeBlocks space(String poolId) {
    return new FreeBlocks(session.sql(), poolId);
  }

  PoolUse use(String poolId) {
    return new PoolUse(session.sql(), poolId);
  }

  /** Makes the subnet that a pool grants to a request; nothing is taken yet. */
  Subnet grant(String poolId, SubnetRequest request) {
    SubnetPool pool = required(poolId);
    return request instanceof AnySubnetRequest any
        ? grantAny(pool, any)
        : grantSpecific(pool, (SpecificSubnetRequest) request);
  }

  private Subnet grantAny(SubnetPool pool, AnySubnetRequest request) {
    int length = pool.prefixLengthFor(request);
    checkQuota(pool, request.project(), length);
    Cidr free = space(pool.id()).smallestFit(length);
    if (free == null) {
      throw new NoPrefixAvailableException(pool.id(), length);
    }
    return Subnet.of(request, new Cidr(free.network(), length));
  }

  private Subnet grantSpecific(SubnetPool pool, SpecificSubnetRequest request) {
    Cidr block = request.cidr();
    pool.check(request);
    checkQuota(pool, request.project(), block.prefixLength());
    if (space(pool.id()).containing(block) == null) {
      throw new RequestedPrefixUnavailableException(pool.id(), block.toString());
    }
    return Subnet.of(request);
  }

  private void checkQuota(SubnetPool pool, String project, int length) {
    if (pool.quota() != null) {
      QuotaUnits used = use(pool.id()).usedBy(project, pool.family());
      pool.checkQuota(project, used, length);
    }
  }

  /** Takes the space of a new subnet that was granted. */
  void take(Subnet subnet) {
    String poolId = subnet.poolId();
    if (poolId != null) {
      FreeBlocks space = space(poolId);
      Cidr free = space.containing(subnet.cidr());
      if (free == null) {
        throw new IllegalStateException(subnet.cidr() + " is not free in pool " + poolId);
      }
      space.take(free, subnet.cidr());
      use(poolId).add(subnet);
    }
  }

  /** Gives back the space of a subnet that is removed, where a pool has it. */
  void release(Subnet subnet) {
    String poolId = subnet.poolId();
    if (poolId != null) {
      space(poolId).release(List.of(subnet.cidr()));
      use(poolId).remove(subnet);
    }
  }
}
