package dev.ipam.conformance.model;

import java.util.Map;

/**
 * What a driver answered to a step.
 *
 * @since 0.1
 */
public sealed interface Answer {
  /** The answer of an operation that returns nothing, and of a look-up that finds nothing. */
  Answer NOTHING = new Ok("nothing");

  /**
   * A result.
   *
   * @param value one of the model's records, a list of them, a list of lists, a number, or {@code
   *     "nothing"}
   */
  record Ok(Object value) implements Answer {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * An error of the contract.
   *
   * @param code its code
   * @param category its category
   * @param outcome its outcome
   * @param retryable whether it may be retried
   * @param fields its fields
   * @param message its text
   */
  record Refused(
      String code,
      String category,
      String outcome,
      boolean retryable,
      Map<String, Object> fields,
      String message)
      implements Answer {
    /**
     * Returns whether nobody knows whether it took effect.
     *
     * @return whether the outcome is unknown
     */
    public boolean unknown() {
      return outcome.equals("UNKNOWN");
    }

    @Override
    public String toString() {
      return code + fields;
    }
  }

  /**
   * Something that no driver may answer: another exception, {@code null}, or a value that cannot
   * be.
   *
   * @param what what it was
   */
  record Broken(String what) implements Answer {
    @Override
    public String toString() {
      return what;
    }
  }
}
