package dev.ipam.request;

import dev.ipam.net.IpAddress;
import java.util.Objects;

/**
 * Which gateway a subnet shall have.
 *
 * @ipam.rule 2.06..2.13
 * @since 0.1
 */
public sealed interface GatewayChoice {
  /** The first usable address of the subnet; none for a /32 or /128. */
  GatewayChoice AUTOMATIC = new Automatic();

  /** No gateway. */
  GatewayChoice NONE = new None();

  /**
   * This gateway.
   *
   * @param address the address
   * @return the choice
   */
  static GatewayChoice of(IpAddress address) {
    return new Explicit(address);
  }

  /** The first usable address of the subnet; none for a /32 or /128. */
  record Automatic() implements GatewayChoice {}

  /** No gateway. */
  record None() implements GatewayChoice {}

  /**
   * A gateway that the caller chose.
   *
   * @param address the address
   */
  record Explicit(IpAddress address) implements GatewayChoice {
    /**
     * Checks that there is an address.
     *
     * @param address the address
     */
    public Explicit {
      Objects.requireNonNull(address, "address");
    }
  }
}
