package dev.ipam.conformance.vectors;

/**
 * A vector whose outcome is not what it must be.
 *
 * @param id the vector, or the departure whose count is wrong
 * @param input what went in: the whole input, or the step of a sequence
 * @param expected the outcome that it must have
 * @param actual the outcome that it has
 * @param rule the rules that say so
 * @since 0.1
 */
public record VectorFailure(String id, String input, String expected, String actual, String rule) {
  /** Returns the failure on lines of its own. */
  @Override
  public String toString() {
    return """
        %s
          input:    %s
          expected: %s
          actual:   %s
          rule:     %s"""
        .formatted(id, input, expected, actual, rule);
  }
}
