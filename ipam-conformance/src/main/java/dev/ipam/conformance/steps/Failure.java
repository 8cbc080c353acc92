package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.Step;
import java.util.List;

/**
 * A script that a driver fails, as short as it could be made.
 *
 * @param seed the seed that it came from
 * @param script the steps; the answer to the last one, or a look-up after it, is wrong
 * @param objection what is wrong
 * @since 0.1
 */
public record Failure(long seed, List<Step> script, Objection objection) {
  /**
   * Copies the list.
   *
   * @param seed the seed that it came from
   * @param script the steps
   * @param objection what is wrong
   */
  public Failure {
    script = List.copyOf(script);
  }

  /** Says what is wrong, and prints the seed and the script, which can be replayed. */
  @Override
  public String toString() {
    return objection
        + "\n  seed:     "
        + seed
        + "\n  script:\n    "
        + StepText.write(script).replace("\n", "\n    ");
  }
}
