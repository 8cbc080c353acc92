package dev.ipam.request;

import java.time.Duration;
import java.util.Objects;

/**
 * What may be chosen for a subnet besides its CIDR.
 *
 * @param gateway which gateway it shall have
 * @param pools which allocation pools it shall have
 * @param policy which free address {@link AddressRequest.Any} takes
 * @param rest how long a released address rests before it is handed out again, zero for none; whole
 *     milliseconds, at most 36525 days
 * @since 0.1
 */
public record SubnetSettings(
    GatewayChoice gateway, PoolsChoice pools, AllocationPolicy policy, Duration rest) {
  /** Automatic gateway, generated pools, sequential policy, no rest. */
  public static final SubnetSettings DEFAULT =
      new SubnetSettings(
          GatewayChoice.AUTOMATIC,
          PoolsChoice.GENERATED,
          AllocationPolicy.SEQUENTIAL,
          Duration.ZERO);

  /**
   * Checks the rest time.
   *
   * @param gateway which gateway it shall have
   * @param pools which allocation pools it shall have
   * @param policy which free address {@link AddressRequest.Any} takes
   * @param rest how long a released address rests before it is handed out again, zero for none;
   *     whole milliseconds, at most 36525 days
   */
  public SubnetSettings {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(pools, "pools");
    Objects.requireNonNull(policy, "policy");
    if (pools instanceof PoolsChoice.Explicit explicit && explicit.pools().isEmpty()) {
      pools = PoolsChoice.GENERATED;
    }
    Checks.rest(rest);
  }

  SubnetSettings with(GatewayChoice choice) {
    return new SubnetSettings(choice, pools, policy, rest);
  }

  SubnetSettings with(PoolsChoice choice) {
    return new SubnetSettings(gateway, choice, policy, rest);
  }

  SubnetSettings with(AllocationPolicy choice) {
    return new SubnetSettings(gateway, pools, choice, rest);
  }

  SubnetSettings with(Duration choice) {
    return new SubnetSettings(gateway, pools, policy, choice);
  }
}
