package dev.ipam.conformance.check;

import dev.ipam.conformance.report.CheckSummary;
import java.util.List;

/**
 * What a check found.
 *
 * @param summary what it did, for the report
 * @param findings what it found out about rules: one for each rule that it decides, and one for
 *     each other that it found broken
 * @since 0.1
 */
public record CheckResult(CheckSummary summary, List<Finding> findings) {
  /**
   * Copies the list.
   *
   * @param summary what it did, for the report
   * @param findings what it found out about rules
   */
  public CheckResult {
    findings = List.copyOf(findings);
  }
}
