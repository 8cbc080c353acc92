package dev.ipam.conformance.check;

import java.util.Set;

/**
 * A check over many rules, such as random steps against the model, or kills.
 *
 * @since 0.1
 */
public interface ConformanceCheck {
  /**
   * Returns its short name, which reports and test names show.
   *
   * @return lower-case letters and dashes
   */
  String name();

  /**
   * Returns the rules that pass only if this check says so. For each of them it must return a
   * finding, unless the driver lacks the rule's capabilities. A check may find any other rule
   * broken besides.
   *
   * @return numbers of rules, such as {@code 6.01}
   */
  Set<String> decides();

  /**
   * Tells whether the check compares answers with the model in a harder situation, such as several
   * threads at a time. It is not run on a driver whose answers are wrong in one thread already: all
   * that it could say is the same again, and harder to read.
   *
   * @return whether it comes after the check against the model
   */
  default boolean comesAfterModel() {
    return false;
  }

  /**
   * Checks the driver. What is wrong with it is returned, not thrown.
   *
   * @param context the driver, and how much to do
   * @return what was found
   */
  CheckResult run(CheckContext context);
}
