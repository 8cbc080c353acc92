package dev.ipam.error;

/**
 * The kind of a failure: what a caller can do about it, whatever the exact cause.
 *
 * @since 0.1
 */
public enum Category {
  /** The request itself is wrong; the same request will always be refused. */
  INVALID,
  /** Something that the request names does not exist. */
  NOT_FOUND,
  /** Something that exists stands in the way: taken, in use, already there. */
  CONFLICT,
  /** No address, prefix or quota is left. */
  EXHAUSTED,
  /** The opened driver, or this version, cannot do it. */
  UNSUPPORTED,
  /** The store cannot serve now, or is not the one to ask. */
  UNAVAILABLE,
  /** The store is damaged. */
  CORRUPT
}
