package dev.ipam.conformance.rules;

/** Ends a rule's test: the driver did something else than the rule says. */
final class RuleViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String observed;

  RuleViolation(String expected, String observed) {
    super("expected " + expected + ", observed " + observed);
    this.expected = expected;
    this.observed = observed;
  }

  String expected() {
    return expected;
  }

  String observed() {
    return observed;
  }
}
