package dev.ipam.conformance.run;

import dev.ipam.conformance.check.CheckResult;
import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What is told of a check that was not run, or not to its end. */
final class Unfinished {
  private Unfinished() {}

  /**
   * Proves none of the rules that the check decides.
   *
   * @param binds whether a rule binds the driver
   */
  static CheckResult of(
      ConformanceCheck check,
      String title,
      Status status,
      String why,
      long seed,
      Predicate<String> binds) {
    CheckSummary summary =
        new CheckSummary(
            check.name(),
            title,
            status,
            status.fails() ? "" : why,
            Map.of(),
            List.of(),
            status.fails() ? List.of(why) : List.of(),
            seed,
            Duration.ZERO);
    return new CheckResult(
        summary,
        check.decides().stream().filter(binds).map(id -> Finding.notProven(id, why)).toList());
  }
}
