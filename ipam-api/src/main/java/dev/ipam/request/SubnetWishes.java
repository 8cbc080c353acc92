package dev.ipam.request;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a subnet's user wished for, from which a {@link dev.ipam.spi.RequestChooser} makes a subnet
 * request.
 *
 * @param subnetId the id that the subnet shall have
 * @param project the project that it shall belong to
 * @param cidr the CIDR that the user named, or {@code null}
 * @param prefixLength the prefix length that the user named, or {@code null}
 * @param settings gateway, pools, policy and rest
 * @param poolId the subnet pool that it shall come from, or {@code null}
 * @param poolFamily the family of that pool, or {@code null} where it is not known
 * @param poolPrefixLength the default prefix length of that pool, or {@code null} where it is not
 *     known
 * @param key the idempotency key, or {@code null}
 * @ipam.rule 2.42..2.44
 * @since 0.1
 */
public record SubnetWishes(
    String subnetId,
    String project,
    @Nullable Cidr cidr,
    @Nullable Integer prefixLength,
    SubnetSettings settings,
    @Nullable String poolId,
    @Nullable IpFamily poolFamily,
    @Nullable Integer poolPrefixLength,
    @Nullable String key) {
  /**
   * Checks the identifiers.
   *
   * @param subnetId the id that the subnet shall have
   * @param project the project that it shall belong to
   * @param cidr the CIDR that the user named, or {@code null}
   * @param prefixLength the prefix length that the user named, or {@code null}
   * @param settings gateway, pools, policy and rest
   * @param poolId the subnet pool, or {@code null}
   * @param poolFamily the family of that pool, or {@code null}
   * @param poolPrefixLength the default prefix length of that pool, or {@code null}
   * @param key the idempotency key, or {@code null}
   * @throws dev.ipam.error.InvalidValueException code {@code InvalidIdentifier}, if an id or the
   *     key is empty, longer than 255 characters or holds control characters
   */
  public SubnetWishes {
    Checks.id("subnet id", subnetId);
    Checks.id("project", project);
    Objects.requireNonNull(settings, "settings");
    Checks.optionalId("subnet pool id", poolId);
    Checks.optionalId("idempotency key", key);
  }

  /**
   * Wishes for nothing but an id.
   *
   * @param subnetId the id that the subnet shall have
   * @return the wishes, with default project and settings
   */
  public static SubnetWishes of(String subnetId) {
    return new SubnetWishes(
        subnetId,
        SubnetRequest.DEFAULT_PROJECT,
        null,
        null,
        SubnetSettings.DEFAULT,
        null,
        null,
        null,
        null);
  }

  /**
   * Returns these wishes for a project.
   *
   * @param id the project
   * @return the new wishes
   */
  public SubnetWishes withProject(String id) {
    return new SubnetWishes(
        subnetId, id, cidr, prefixLength, settings, poolId, poolFamily, poolPrefixLength, key);
  }

  /**
   * Returns these wishes with what the user said about the block.
   *
   * @param named the CIDR, or {@code null}
   * @param length the prefix length, or {@code null}
   * @return the new wishes
   */
  public SubnetWishes withBlock(@Nullable Cidr named, @Nullable Integer length) {
    return new SubnetWishes(
        subnetId, project, named, length, settings, poolId, poolFamily, poolPrefixLength, key);
  }

  /**
   * Returns these wishes with other settings.
   *
   * @param chosen gateway, pools, policy and rest
   * @return the new wishes
   */
  public SubnetWishes withSettings(SubnetSettings chosen) {
    return new SubnetWishes(
        subnetId, project, cidr, prefixLength, chosen, poolId, poolFamily, poolPrefixLength, key);
  }

  /**
   * Returns these wishes for a subnet pool.
   *
   * @param id the pool's id
   * @param family the pool's family, or {@code null} where it is not known
   * @param length the pool's default prefix length, or {@code null} where it is not known
   * @return the new wishes
   */
  public SubnetWishes withPool(String id, @Nullable IpFamily family, @Nullable Integer length) {
    return new SubnetWishes(
        subnetId, project, cidr, prefixLength, settings, id, family, length, key);
  }

  /**
   * Returns these wishes under an idempotency key.
   *
   * @param text the key, or {@code null} for none
   * @return the new wishes
   */
  public SubnetWishes withKey(@Nullable String text) {
    return new SubnetWishes(
        subnetId,
        project,
        cidr,
        prefixLength,
        settings,
        poolId,
        poolFamily,
        poolPrefixLength,
        text);
  }
}
