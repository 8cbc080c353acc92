package dev.ipam.request;

import dev.ipam.net.AddressRange;
import java.util.List;

/**
 * Which allocation pools a subnet shall have.
 *
 * @ipam.rule 2.01 2.13..2.18
 * @ipam.rule 2.19..2.24
 * @since 0.1
 */
public sealed interface PoolsChoice {
  /** Every usable address but the gateway. */
  PoolsChoice GENERATED = new Generated();

  /**
   * These pools.
   *
   * @param pools the pools, in any order
   * @return the choice
   */
  static PoolsChoice of(List<AddressRange> pools) {
    return new Explicit(pools);
  }

  /** Every usable address but the gateway. */
  record Generated() implements PoolsChoice {}

  /**
   * Pools that the caller chose. When a subnet is created, no pools means generated ones; when it
   * is updated, it means none.
   *
   * @param pools the pools, in any order
   */
  record Explicit(List<AddressRange> pools) implements PoolsChoice {
    /**
     * Copies the list.
     *
     * @param pools the pools, in any order
     */
    public Explicit {
      pools = List.copyOf(pools);
    }
  }
}
