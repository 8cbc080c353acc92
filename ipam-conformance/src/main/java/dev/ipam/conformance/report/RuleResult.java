package dev.ipam.conformance.report;

import dev.ipam.conformance.contract.ContractRule;
import java.time.Duration;
import java.util.List;

/**
 * What became of one rule.
 *
 * @param rule the rule
 * @param status what became of it
 * @param reason for {@link Status#NOT_APPLICABLE} the capabilities that are missing, such as {@code
 *     BULK}; for a known gap, a rule not proven, and one checked elsewhere a sentence; otherwise
 *     empty
 * @param evidence the tests and checks that decided it, such as {@code AnyRules.anyIsFree} or
 *     {@code check:crash}
 * @param messages what is wrong, whole texts of several lines; for a known gap what the tests said
 * @param seed where the tests' randomness starts from
 * @param duration how long the tests took
 * @since 0.1
 */
public record RuleResult(
    ContractRule rule,
    Status status,
    String reason,
    List<String> evidence,
    List<String> messages,
    long seed,
    Duration duration) {
  /**
   * Copies the lists.
   *
   * @param rule the rule
   * @param status what became of it
   * @param reason why, where the status needs one
   * @param evidence the tests and checks that decided it
   * @param messages what is wrong
   * @param seed where the tests' randomness starts from
   * @param duration how long the tests took
   */
  public RuleResult {
    evidence = List.copyOf(evidence);
    messages = List.copyOf(messages);
  }
}
