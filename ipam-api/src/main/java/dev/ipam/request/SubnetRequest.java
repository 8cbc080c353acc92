package dev.ipam.request;

import dev.ipam.net.Cidr;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request to create a subnet: for one CIDR ({@link SpecificSubnetRequest}), or for any block of a
 * length from a subnet pool ({@link AnySubnetRequest}).
 *
 * @since 0.1
 */
public sealed interface SubnetRequest permits SpecificSubnetRequest, AnySubnetRequest {
  /** The project of a subnet for which none was named. */
  String DEFAULT_PROJECT = "default";

  /**
   * Returns the id that the subnet shall have, chosen by the caller.
   *
   * @return the id
   */
  String subnetId();

  /**
   * Returns the project that the subnet shall belong to.
   *
   * @return the project
   */
  String project();

  /**
   * Returns the subnet pool that the CIDR comes from, or {@code null} for none.
   *
   * @return the pool's id
   */
  @Nullable String poolId();

  /**
   * Returns what is chosen besides the CIDR.
   *
   * @return the settings
   */
  SubnetSettings settings();

  /**
   * Returns the idempotency key, or {@code null} for none.
   *
   * @return the key
   * @ipam.rule 3.44..3.54
   */
  @Nullable String key();

  /**
   * Returns this request with other settings.
   *
   * @param settings the settings
   * @return the new request
   */
  SubnetRequest withSettings(SubnetSettings settings);

  /**
   * Returns this request for a project.
   *
   * @param id the project
   * @return the new request
   */
  SubnetRequest withProject(String id);

  /**
   * Returns this request under an idempotency key.
   *
   * @param text the key, or {@code null} for none
   * @return the new request
   */
  SubnetRequest withKey(@Nullable String text);

  /**
   * Returns this request with a gateway.
   *
   * @param choice the gateway
   * @return the new request
   */
  default SubnetRequest withGateway(GatewayChoice choice) {
    return withSettings(settings().with(choice));
  }

  /**
   * Returns this request with allocation pools.
   *
   * @param choice the pools
   * @return the new request
   */
  default SubnetRequest withPools(PoolsChoice choice) {
    return withSettings(settings().with(choice));
  }

  /**
   * Returns this request with an allocation policy.
   *
   * @param choice the policy
   * @return the new request
   */
  default SubnetRequest withPolicy(AllocationPolicy choice) {
    return withSettings(settings().with(choice));
  }

  /**
   * Returns this request with a rest time.
   *
   * @param choice how long a released address rests
   * @return the new request
   */
  default SubnetRequest withRest(Duration choice) {
    return withSettings(settings().with(choice));
  }

  /**
   * Asks for a subnet of one CIDR.
   *
   * @param subnetId the id that it shall have
   * @param cidr the CIDR
   * @return the request
   */
  static SpecificSubnetRequest of(String subnetId, Cidr cidr) {
    return new SpecificSubnetRequest(
        subnetId, DEFAULT_PROJECT, cidr, null, SubnetSettings.DEFAULT, null);
  }

  /**
   * Asks for a subnet of one CIDR.
   *
   * @param subnetId the id that it shall have
   * @param cidr the CIDR's text, for example {@code 192.0.2.0/24}
   * @return the request
   */
  static SpecificSubnetRequest of(String subnetId, String cidr) {
    return of(subnetId, Cidr.parse(cidr));
  }

  /**
   * Asks for a subnet of any block of a length.
   *
   * @param subnetId the id that it shall have
   * @param poolId the subnet pool that it shall come from
   * @param prefixLength the length, or {@code null} for the pool's default
   * @return the request
   */
  static AnySubnetRequest fromPool(String subnetId, String poolId, @Nullable Integer prefixLength) {
    return new AnySubnetRequest(
        subnetId, DEFAULT_PROJECT, null, prefixLength, poolId, SubnetSettings.DEFAULT, null);
  }
}
