package dev.ipam.conformance.model;

/**
 * Steps on the driver's surroundings.
 *
 * @since 0.1
 */
public sealed interface TimeStep extends Step {
  /**
   * Moves the clock.
   *
   * @param millis how far, negative to set it back
   */
  record Advance(long millis) implements TimeStep {}

  /** Closes the driver and opens its store again. */
  record Restart() implements TimeStep {}
}
