package dev.ipam.error;

/**
 * What is known about the effect of an operation that failed.
 *
 * @since 0.1
 */
public enum Outcome {
  /** The operation had no effect and will have none. */
  NOT_APPLIED,
  /**
   * The operation may or may not have taken effect: a retry with the same idempotency key, or a
   * look-up, settles it.
   */
  UNKNOWN
}
