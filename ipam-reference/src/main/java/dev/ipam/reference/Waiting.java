package dev.ipam.reference;

import dev.ipam.error.IpamException;
import org.jspecify.annotations.Nullable;

/** An operation must wait for something that is not the store's to end: its caller does. */
final class Waiting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean bounded;
  private final @Nullable String unit;
  private final transient @Nullable IpamException ofItself;

  /**
   * Makes one.
   *
   * @param reason what it waits for, a clause
   * @param bounded whether it waits no longer than the deadline of operations
   */
  Waiting(String reason, boolean bounded) {
    this(reason, bounded, null, null);
  }

  private Waiting(
      String reason, boolean bounded, @Nullable String unit, @Nullable IpamException ofItself) {
    super(reason, null, false, false);
    this.bounded = bounded;
    this.unit = unit;
    this.ofItself = ofItself;
  }

  /** Of one that waits, no longer than the deadline, for a transaction of a caller's. */
  static Waiting forUnit(String reason, @Nullable String unit) {
    return new Waiting(reason, true, unit, null);
  }

  /**
   * The same.
   *
   * @param ofItself the error where what would wait is of that transaction itself
   */
  static Waiting forUnit(String reason, String unit, IpamException ofItself) {
    return new Waiting(reason, true, unit, ofItself);
  }

  /** The error where what would wait is of the transaction that it would wait for. */
  @Nullable IpamException ofItself() {
    return ofItself;
  }

  /** The transaction of a caller's that it waits for, where it is one that is known. */
  @Nullable String unit() {
    return unit;
  }

  boolean isBounded() {
    return bounded;
  }
}
