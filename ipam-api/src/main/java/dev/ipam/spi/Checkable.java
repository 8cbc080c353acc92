package dev.ipam.spi;

import java.util.function.Consumer;

/**
 * An optional part of a driver: verifies its store in depth, every record against every index.
 *
 * @since 0.1
 */
public interface Checkable {
  /**
   * Reads the whole store as of one moment and compares what its records say of each other. Changes
   * nothing; operations go on meanwhile.
   *
   * @param problems told of each problem as it is found, on the calling thread
   * @return how much was read, and how many problems were found
   * @throws dev.ipam.error.UnavailableException if the store cannot be read
   * @throws dev.ipam.error.DriverClosedException if the driver is closed, also while this is under
   *     way
   */
  CheckReport check(Consumer<CheckProblem> problems);
}
