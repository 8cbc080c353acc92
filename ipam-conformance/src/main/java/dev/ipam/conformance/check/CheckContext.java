package dev.ipam.conformance.check;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.spi.Capability;
import java.util.Set;

/**
 * What a check works on.
 *
 * @param subject the driver
 * @param capabilities what the opened driver can do
 * @param seed where randomness starts from
 * @param effort how much to do
 * @since 0.1
 */
public record CheckContext(
    DriverUnderTest subject, Set<Capability> capabilities, long seed, Effort effort) {
  /**
   * Copies the set.
   *
   * @param subject the driver
   * @param capabilities what the opened driver can do
   * @param seed where randomness starts from
   * @param effort how much to do
   */
  public CheckContext {
    capabilities = Set.copyOf(capabilities);
  }
}
