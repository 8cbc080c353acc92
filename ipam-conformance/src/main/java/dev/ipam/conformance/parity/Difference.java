package dev.ipam.conformance.parity;

import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.StepText;
import java.util.List;

/**
 * A step that two drivers answered differently, or one of them wrongly.
 *
 * @param seed the seed that the steps came from
 * @param script the steps, the last of which shows it
 * @param first the name of the first driver
 * @param firstAnswer what it answered
 * @param second the name of the second driver
 * @param secondAnswer what it answered
 * @param explanation what differs; where the model objects to one of them, why
 * @since 0.1
 */
public record Difference(
    long seed,
    List<Step> script,
    String first,
    String firstAnswer,
    String second,
    String secondAnswer,
    String explanation) {
  /**
   * Copies the list.
   *
   * @param seed the seed that the steps came from
   * @param script the steps
   * @param first the name of the first driver
   * @param firstAnswer what it answered
   * @param second the name of the second driver
   * @param secondAnswer what it answered
   * @param explanation what differs
   */
  public Difference {
    script = List.copyOf(script);
  }

  @Override
  public String toString() {
    return explanation
        + "\n  "
        + first
        + ": "
        + firstAnswer
        + "\n  "
        + second
        + ": "
        + secondAnswer
        + "\n  seed: "
        + seed
        + "\n  script:\n    "
        + StepText.write(script).replace("\n", "\n    ");
  }
}
