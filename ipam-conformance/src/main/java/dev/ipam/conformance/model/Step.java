package dev.ipam.conformance.model;

/**
 * One operation on a driver, as data: what the generator makes, the executor runs and the model
 * judges.
 *
 * @since 0.1
 */
public sealed interface Step permits SubnetStep, AddressStep, PoolStep, LookUp, TimeStep {
  /**
   * Returns whether the step may change the store.
   *
   * @return whether it writes
   */
  default boolean writes() {
    return true;
  }
}
