package dev.ipam.conformance.crash;

/**
 * When a process is killed.
 *
 * @since 0.1
 */
public enum Moment {
  /** While its threads work, at a time that the seed chooses. */
  RANDOM,
  /** As soon as it has called an operation. */
  CALL,
  /** As soon as an operation has returned. */
  RETURN,
  /** In an operation that writes much: a removal with force, a bulk, one of several parts. */
  WIDE,
  /** While it closes the driver, its threads still working or done. */
  CLOSING,
  /** While it opens the store, which reads again what a kill has left. */
  OPENING
}
