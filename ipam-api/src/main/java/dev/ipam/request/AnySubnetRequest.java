package dev.ipam.request;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.IpFamily;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a subnet of any block of a length, from a subnet pool.
 *
 * @param subnetId the id that the subnet shall have
 * @param project the project that it shall belong to
 * @param family the family that is expected, or {@code null} for the pool's
 * @param prefixLength the length of the block's prefix, or {@code null} for the pool's default
 * @param poolId the subnet pool
 * @param settings what is chosen besides; pools must be generated, since the CIDR is not known yet
 * @param key the idempotency key, or {@code null}
 * @ipam.rule 5.10..5.16
 * @since 0.1
 */
public record AnySubnetRequest(
    String subnetId,
    String project,
    @Nullable IpFamily family,
    @Nullable Integer prefixLength,
    String poolId,
    SubnetSettings settings,
    @Nullable String key)
    implements SubnetRequest {
  /**
   * Checks the identifiers, the length and the settings.
   *
   * @param subnetId the id that the subnet shall have
   * @param project the project that it shall belong to
   * @param family the family that is expected, or {@code null} for the pool's
   * @param prefixLength the length of the block's prefix, or {@code null} for the pool's default
   * @param poolId the subnet pool
   * @param settings what is chosen besides; pools must be generated, since the CIDR is not known
   *     yet
   * @param key the idempotency key, or {@code null}
   * @throws InvalidValueException if the length is none of the family's
   * @throws InvalidSubnetRequestException if pools are given, or a gateway of the other family
   */
  public AnySubnetRequest {
    Checks.id("subnet id", subnetId);
    Checks.id("project", project);
    Checks.id("subnet pool id", poolId);
    Checks.optionalId("idempotency key", key);
    Objects.requireNonNull(settings, "settings");
    int longest = family == null ? IpFamily.IPV6.bits() : family.bits();
    if (prefixLength != null && (prefixLength < 0 || prefixLength > longest)) {
      throw new InvalidValueException(
          "InvalidPrefixLength",
          "Prefix length " + prefixLength + " is not one of 0 to " + longest + ".",
          prefixLength.toString());
    }
    if (settings.pools() instanceof PoolsChoice.Explicit) {
      throw new InvalidSubnetRequestException(
          "subnet \"" + subnetId + "\"",
          "allocation pools were given, but its CIDR is not known yet; set them after creation");
    }
    if (family != null
        && settings.gateway() instanceof GatewayChoice.Explicit gateway
        && gateway.address().family() != family) {
      throw new InvalidSubnetRequestException(
          "subnet \"" + subnetId + "\"",
          "gateway " + gateway.address() + " is not of the family " + family);
    }
  }

  /**
   * Returns this request for a family.
   *
   * @param expected the family, or {@code null} for the pool's
   * @return the new request
   */
  public AnySubnetRequest withFamily(@Nullable IpFamily expected) {
    return new AnySubnetRequest(subnetId, project, expected, prefixLength, poolId, settings, key);
  }

  @Override
  public AnySubnetRequest withSettings(SubnetSettings other) {
    return new AnySubnetRequest(subnetId, project, family, prefixLength, poolId, other, key);
  }

  @Override
  public AnySubnetRequest withProject(String id) {
    return new AnySubnetRequest(subnetId, id, family, prefixLength, poolId, settings, key);
  }

  @Override
  public AnySubnetRequest withKey(@Nullable String text) {
    return new AnySubnetRequest(subnetId, project, family, prefixLength, poolId, settings, text);
  }
}
