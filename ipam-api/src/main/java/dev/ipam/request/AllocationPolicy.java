package dev.ipam.request;

/**
 * Which free address of a subnet's allocation pools answers {@link AddressRequest.Any}.
 *
 * @ipam.rule 3.01..3.13
 * @since 0.1
 */
public enum AllocationPolicy {
  /**
   * Passes over the pools in ascending order; what is released during a pass is not handed out
   * again before the pass is over. This is how Neutron's built-in IPAM (Mitaka) behaved, and the
   * default.
   */
  SEQUENTIAL,
  /** Always the lowest free address. */
  LOWEST,
  /** Any free address, each with the same probability. */
  RANDOM
}
