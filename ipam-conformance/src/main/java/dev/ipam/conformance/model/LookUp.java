package dev.ipam.conformance.model;

/**
 * Steps that look and change nothing.
 *
 * @since 0.1
 */
public sealed interface LookUp extends Step {
  @Override
  default boolean writes() {
    return false;
  }

  /**
   * Looks up a subnet.
   *
   * @param id the subnet
   */
  record Subnet(String id) implements LookUp {}

  /** Lists all subnets. */
  record Subnets() implements LookUp {}

  /**
   * Looks up an address in a subnet.
   *
   * @param subnet the subnet
   * @param at the address
   */
  record Find(String subnet, At at) implements LookUp {}

  /**
   * Lists a subnet's allocations.
   *
   * @param subnet the subnet
   */
  record Allocations(String subnet) implements LookUp {}

  /**
   * Asks how full a subnet is.
   *
   * @param subnet the subnet
   */
  record Usage(String subnet) implements LookUp {}

  /**
   * Lists all that an owner holds.
   *
   * @param owner the owner
   */
  record OfOwner(String owner) implements LookUp {}

  /**
   * Lists all holders of an address.
   *
   * @param address the address
   */
  record Holders(Addr address) implements LookUp {}

  /**
   * Looks up a subnet pool.
   *
   * @param id the pool
   */
  record Pool(String id) implements LookUp {}

  /** Lists all subnet pools. */
  record Pools() implements LookUp {}

  /**
   * Asks how full a subnet pool is.
   *
   * @param id the pool
   */
  record PoolUsage(String id) implements LookUp {}

  /**
   * Looks up an address scope.
   *
   * @param id the scope
   */
  record Scope(String id) implements LookUp {}

  /** Lists all address scopes. */
  record Scopes() implements LookUp {}
}
