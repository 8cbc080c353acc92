package dev.ipam.conformance.rules;

/** Ends a test of a rule that is about other drivers than this one. */
final class DoesNotBind extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the reason: a clause without a full stop. */
  DoesNotBind(String reason) {
    super(reason);
  }
}
