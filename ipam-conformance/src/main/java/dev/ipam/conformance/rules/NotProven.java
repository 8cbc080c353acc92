package dev.ipam.conformance.rules;

/** Ends a test that cannot find out, on this driver or this machine, whether the rule holds. */
final class NotProven extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the reason: a clause without a full stop. */
  NotProven(String reason) {
    super(reason);
  }
}
