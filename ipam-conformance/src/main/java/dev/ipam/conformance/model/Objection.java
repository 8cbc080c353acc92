package dev.ipam.conformance.model;

/**
 * Why an answer is none that the contract allows.
 *
 * @param rule the rule that it breaks, such as {@code 3.06}
 * @param explanation what is wrong with it, a sentence or two
 * @param expected what would have been right
 * @param observed what was answered
 * @since 0.1
 */
public record Objection(String rule, String explanation, String expected, String observed) {
  @Override
  public String toString() {
    return "IPAM-"
        + rule
        + ": "
        + explanation
        + "\n  answered: "
        + observed
        + "\n  right:    "
        + expected;
  }
}
