package dev.ipam.conformance.check;

import dev.ipam.conformance.report.Status;
import java.util.List;

/**
 * What was found out about one rule.
 *
 * @param rule its number, such as {@code 6.08}
 * @param status {@link Status#PASSED}, {@link Status#FAILED}, {@link Status#NOT_PROVEN} or {@link
 *     Status#NOT_APPLICABLE}
 * @param reason why it is not proven, or the capabilities that are missing; otherwise empty
 * @param messages what is wrong: whole texts that say what was done, what was expected and what was
 *     observed
 * @since 0.1
 */
public record Finding(String rule, Status status, String reason, List<String> messages) {
  /**
   * Copies the list.
   *
   * @param rule its number
   * @param status what became of it
   * @param reason why it is not proven, or the capabilities that are missing
   * @param messages what is wrong
   */
  public Finding {
    messages = List.copyOf(messages);
  }

  /**
   * Says that a rule holds.
   *
   * @param rule its number
   * @return the finding
   */
  public static Finding passed(String rule) {
    return new Finding(rule, Status.PASSED, "", List.of());
  }

  /**
   * Says that a rule is broken.
   *
   * @param rule its number
   * @param messages how
   * @return the finding
   */
  public static Finding failed(String rule, String... messages) {
    return new Finding(rule, Status.FAILED, "", List.of(messages));
  }

  /**
   * Says that nobody knows whether a rule holds.
   *
   * @param rule its number
   * @param reason why, a sentence
   * @return the finding
   */
  public static Finding notProven(String rule, String reason) {
    return new Finding(rule, Status.NOT_PROVEN, reason, List.of());
  }
}
