package dev.ipam.reference;

import org.jspecify.annotations.Nullable;

/** An operation must wait for something that is not the store's to end: its caller does. */
final class Waiting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean bounded;
  private final @Nullable String unit;

  /**
   * Makes one.
   *
   * @param reason what it waits for, a clause
   * @param bounded whether it waits no longer than the deadline of operations
   */
  Waiting(String reason, boolean bounded) {
    this(reason, bounded, null);
  }

  private Waiting(String reason, boolean bounded, @Nullable String unit) {
    super(reason, null, false, false);
    this.bounded = bounded;
    this.unit = unit;
  }

  /** Of one that waits, no longer than the deadline, for a transaction of a caller's. */
  static Waiting forUnit(String reason, @Nullable String unit) {
    return new Waiting(reason, true, unit);
  }

  /** The transaction of a caller's that it waits for, where it is one that is known. */
  @Nullable String unit() {
    return unit;
  }

  boolean isBounded() {
    return bounded;
  }
}
