package dev.ipam.request;

import dev.ipam.net.Cidr;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a subnet of one CIDR.
 *
 * <p>The value refuses pools that overlap, that lie outside the CIDR or are of another family, and
 * a gateway that the CIDR cannot have. Whether the gateway lies in the pools is judged when the
 * subnet is created.
 *
 * @param subnetId the id that the subnet shall have
 * @param project the project that it shall belong to
 * @param cidr the CIDR
 * @param poolId the subnet pool that the CIDR shall come from, or {@code null} for none
 * @param settings what is chosen besides the CIDR
 * @param key the idempotency key, or {@code null}
 * @ipam.rule 2.01 2.13..2.18
 * @since 0.1
 */
public record SpecificSubnetRequest(
    String subnetId,
    String project,
    Cidr cidr,
    @Nullable String poolId,
    SubnetSettings settings,
    @Nullable String key)
    implements SubnetRequest {
  /**
   * Checks the identifiers, and the settings against the CIDR.
   *
   * @param subnetId the id that the subnet shall have
   * @param project the project that it shall belong to
   * @param cidr the CIDR
   * @param poolId the subnet pool that the CIDR shall come from, or {@code null} for none
   * @param settings what is chosen besides the CIDR
   * @param key the idempotency key, or {@code null}
   */
  public SpecificSubnetRequest {
    Checks.id("subnet id", subnetId);
    Checks.id("project", project);
    Objects.requireNonNull(cidr, "cidr");
    Checks.optionalId("subnet pool id", poolId);
    Checks.optionalId("idempotency key", key);
    settings = SubnetPlan.checked(cidr, settings);
  }

  /**
   * Returns this request for a CIDR of a subnet pool.
   *
   * @param id the pool's id, or {@code null} for none
   * @return the new request
   */
  public SpecificSubnetRequest withPoolId(@Nullable String id) {
    return new SpecificSubnetRequest(subnetId, project, cidr, id, settings, key);
  }

  @Override
  public SpecificSubnetRequest withSettings(SubnetSettings other) {
    return new SpecificSubnetRequest(subnetId, project, cidr, poolId, other, key);
  }

  @Override
  public SpecificSubnetRequest withProject(String id) {
    return new SpecificSubnetRequest(subnetId, id, cidr, poolId, settings, key);
  }

  @Override
  public SpecificSubnetRequest withKey(@Nullable String text) {
    return new SpecificSubnetRequest(subnetId, project, cidr, poolId, settings, text);
  }
}
