package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import org.jspecify.annotations.Nullable;

/** What one of several calls at once came to: an answer, or an error of the contract. */
record Outcome<T>(@Nullable T answer, @Nullable IpamException error) {
  boolean succeeded() {
    return error == null;
  }

  /** Returns the answer of a call that must not fail. */
  T value() {
    if (error != null) {
      throw error;
    }
    if (answer == null) {
      throw new RuleViolation("a call at the same time as others returns something", "null");
    }
    return answer;
  }

  @Override
  public String toString() {
    return Words.of(error == null ? answer : error);
  }
}
