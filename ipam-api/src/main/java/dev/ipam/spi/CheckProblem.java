package dev.ipam.spi;

import java.util.Objects;

/**
 * Something that {@link Checkable} found wrong.
 *
 * @param part the file, table or record
 * @param problem what is wrong with it, a clause without a full stop
 * @since 0.1
 */
public record CheckProblem(String part, String problem) {
  /**
   * Requires both.
   *
   * @param part the file, table or record
   * @param problem what is wrong with it, a clause without a full stop
   */
  public CheckProblem {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(problem, "problem");
  }

  @Override
  public String toString() {
    return part + ": " + problem;
  }
}
