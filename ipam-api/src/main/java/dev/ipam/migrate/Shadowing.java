package dev.ipam.migrate;

import dev.ipam.spi.IpamDriver;

/**
 * The rehearsal of a switch: a shadow is asked what the driver that serves was asked, and their
 * answers are compared. It runs in threads of its own. Whoever asks the driver that serves is never
 * made to wait for it; what it cannot keep up with it leaves out and counts.
 *
 * @since 0.1
 */
public interface Shadowing extends AutoCloseable {
  /**
   * Returns the driver that serves, with its calls noted for the shadow.
   *
   * @return a driver to use in the place of the one that was given
   */
  IpamDriver watched();

  /**
   * Returns how it is doing.
   *
   * @return the status as of now
   */
  ShadowStatus status();

  /**
   * Ends it: the shadow's store is retired, and brought up to date by what changes from then on
   * when it is needed again. The driver that serves stays open. Does not wait for a shadow that
   * does not answer.
   */
  @Override
  void close();
}
