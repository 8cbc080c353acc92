package dev.ipam.spi;

import dev.ipam.request.PoolUsage;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import java.util.stream.Stream;

/**
 * Subnet pools, from which {@link IpamDriver#createSubnet} cuts subnets ({@link Capability#POOLS}).
 *
 * <p>A driver decides bounds and family by {@link SubnetPool#prefixLengthFor} and {@link
 * SubnetPool#check(dev.ipam.request.SpecificSubnetRequest)}, then the quota by {@link
 * SubnetPool#checkQuota}, then space, in this order and all of it atomically. Any block of a length
 * is cut from the smallest free block that fits, from the lowest of those, at its lowest addresses;
 * free blocks are the maximal CIDRs of the pool's prefixes without its subnets' CIDRs.
 *
 * @ipam.rule 5.01..5.37
 * @since 0.1
 */
public interface SubnetPools {
  /**
   * Creates a subnet pool.
   *
   * @param request what is wanted; one in an address scope needs {@link Capability#SCOPES}
   * @return the pool as it is stored
   * @throws dev.ipam.error.SubnetPoolAlreadyExistsException if the id is taken; it carries the
   *     existing definition
   * @throws dev.ipam.error.AddressScopeNotFoundException if the scope does not exist
   * @throws dev.ipam.error.InvalidSubnetRequestException if the scope is of the other family
   * @throws dev.ipam.error.PrefixOverlapException if a pool of the scope has some of the space
   * @ipam.rule 5.01..5.03 5.32 5.33 5.35
   */
  SubnetPool createPool(SubnetPoolRequest request);

  /**
   * Returns a subnet pool.
   *
   * @param poolId the pool
   * @return the pool as it is now
   * @throws dev.ipam.error.SubnetPoolNotFoundException if there is none of this id
   * @ipam.rule 5.01 5.03
   */
  SubnetPool pool(String poolId);

  /**
   * Returns all subnet pools in the order of their ids (by Unicode code point), as of one moment.
   *
   * @return a stream, which must be closed
   * @ipam.rule 5.30
   */
  Stream<SubnetPool> pools();

  /**
   * Changes a subnet pool, atomically.
   *
   * @param update what to change; a scope needs {@link Capability#SCOPES}
   * @return the pool after the change
   * @throws dev.ipam.error.SubnetPoolNotFoundException if there is none of this id
   * @throws dev.ipam.error.InvalidSubnetRequestException if the result contradicts itself or its
   *     scope
   * @throws dev.ipam.error.SubnetPoolInUseException if it would lose space that a subnet takes,
   *     which the exception names
   * @throws dev.ipam.error.AddressScopeNotFoundException if the new scope does not exist
   * @throws dev.ipam.error.PrefixOverlapException if a pool of the scope has some of the space
   * @ipam.rule 5.26..5.28 5.32 5.33 5.35
   */
  SubnetPool updatePool(SubnetPoolUpdate update);

  /**
   * Removes a subnet pool that has no subnets.
   *
   * @param poolId the pool
   * @throws dev.ipam.error.SubnetPoolNotFoundException if there is none of this id
   * @throws dev.ipam.error.SubnetPoolInUseException if it has subnets, with their number
   * @ipam.rule 5.25
   */
  void removePool(String poolId);

  /**
   * Returns how full a subnet pool is, and what each project holds of it.
   *
   * @param poolId the pool
   * @return the exact numbers as of one moment
   * @throws dev.ipam.error.SubnetPoolNotFoundException if there is none of this id
   * @ipam.rule 5.29
   */
  PoolUsage poolUsage(String poolId);
}
