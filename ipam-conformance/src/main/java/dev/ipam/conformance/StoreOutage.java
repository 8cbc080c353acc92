package dev.ipam.conformance;

/**
 * A store that cannot be written to: its disk is full, its server does not answer. Closing it ends
 * the outage.
 *
 * @see DriverUnderTest#outage
 * @since 0.1
 */
@FunctionalInterface
public interface StoreOutage extends AutoCloseable {
  /** Lets the store be written to again. */
  @Override
  void close();
}
