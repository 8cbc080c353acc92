package dev.ipam.reference;

/** An operation must wait for something that is not the store's to end: its caller does. */
final class Waiting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean bounded;

  /**
   * Makes one.
   *
   * @param reason what it waits for, a clause
   * @param bounded whether it waits no longer than the deadline of operations
   */
  Waiting(String reason, boolean bounded) {
    super(reason, null, false, false);
    this.bounded = bounded;
  }

  boolean isBounded() {
    return bounded;
  }
}
