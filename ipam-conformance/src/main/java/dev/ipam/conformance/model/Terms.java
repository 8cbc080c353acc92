package dev.ipam.conformance.model;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a driver promises: the terms on which it is judged.
 *
 * @param capabilities the names of its capabilities
 * @since 0.1
 */
public record Terms(Set<String> capabilities) {
  /**
   * Copies the set.
   *
   * @param capabilities the names of its capabilities
   */
  public Terms {
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * Returns whether the driver has a capability.
   *
   * @param capability the capability's name
   * @return whether it has
   */
  public boolean has(String capability) {
    return capabilities.contains(capability);
  }

  /**
   * Returns whether the driver goes by the clock that it was opened with, and only by it.
   *
   * @return whether the kit owns the time
   */
  public boolean injectedClock() {
    return has("CLOCK") && !has("SHARED");
  }

  @Override
  public String toString() {
    return new TreeSet<>(capabilities).toString();
  }
}
