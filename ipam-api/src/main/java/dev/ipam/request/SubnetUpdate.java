package dev.ipam.request;

import org.jspecify.annotations.Nullable;

/**
 * A change to a subnet; what is {@code null} stays as it is.
 *
 * @param subnetId the subnet
 * @param gateway the new gateway, or {@code null} to keep it
 * @param pools the new pools, or {@code null} to keep them; an empty list means none
 * @ipam.rule 2.25..2.37
 * @since 0.1
 */
public record SubnetUpdate(
    String subnetId, @Nullable GatewayChoice gateway, @Nullable PoolsChoice pools) {
  /**
   * Checks the id.
   *
   * @param subnetId the subnet
   * @param gateway the new gateway, or {@code null} to keep it
   * @param pools the new pools, or {@code null} to keep them; an empty list means none
   */
  public SubnetUpdate {
    Checks.id("subnet id", subnetId);
  }

  /**
   * Changes nothing yet.
   *
   * @param subnetId the subnet
   * @return the update
   */
  public static SubnetUpdate of(String subnetId) {
    return new SubnetUpdate(subnetId, null, null);
  }

  /**
   * Returns this update with a gateway.
   *
   * @param choice the gateway
   * @return the new update
   */
  public SubnetUpdate withGateway(GatewayChoice choice) {
    return new SubnetUpdate(subnetId, choice, pools);
  }

  /**
   * Returns this update with pools.
   *
   * @param choice the pools
   * @return the new update
   */
  public SubnetUpdate withPools(PoolsChoice choice) {
    return new SubnetUpdate(subnetId, gateway, choice);
  }
}
