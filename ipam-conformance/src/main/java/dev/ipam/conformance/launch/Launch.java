package dev.ipam.conformance.launch;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.parity.ParityCheck;
import dev.ipam.conformance.parity.ParityReport;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.run.Checks;
import dev.ipam.conformance.run.Conformance;
import dev.ipam.conformance.run.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the kit on one driver or several; of several it also compares the answers.
 *
 * @param subjects the drivers, one at least
 * @param effort how much to do
 * @param seed where all randomness starts from
 * @param selection which rules and checks to run; drivers are compared where that is everything
 * @since 0.1
 */
public record Launch(
    List<DriverUnderTest> subjects, Effort effort, long seed, Selection selection) {
  private static final int PARITY_STEPS = 150;
  private static final int PARITY_STORES = 20;

  /**
   * Copies the list.
   *
   * @param subjects the drivers, one at least
   * @param effort how much to do
   * @param seed where all randomness starts from
   * @param selection which rules and checks to run
   */
  public Launch {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a run is of one driver at least");
    }
  }

  /**
   * Returns how often a run tells of its progress.
   *
   * @return the number of rules that bind drivers, and of checks, for all drivers
   */
  public long parts() {
    long rules =
        Contract.current().rules().stream()
            .filter(rule -> rule.layer() == Layer.DRIVER && selection.contains(rule))
            .count();
    long checks = Checks.all().stream().filter(selection::contains).count();
    return subjects.size() * (rules + checks);
  }

  /**
   * Runs it.
   *
   * @param progress told of each rule and check as it ends: the driver's name and what it was
   * @return what was found
   * @throws IllegalStateException if a driver cannot be opened on a new store
   */
  public ReportSet run(Progress progress) {
    List<ConformanceReport> reports = new ArrayList<>();
    for (DriverUnderTest subject : subjects) {
      String name = subject.provider().name();
      reports.add(
          Conformance.of(subject)
              .effort(effort)
              .seed(seed)
              .selection(selection)
              .run(
                  rule -> progress.done(name, rule.rule().title()),
                  check -> progress.done(name, check.name())));
    }
    return ReportSet.of(reports, subjects.size() > 1 && selection.isEverything() ? parity() : null);
  }

  private ParityReport parity() {
    Duration atMost = effort.budget().dividedBy(4);
    int stores = effort == Effort.LONG ? Integer.MAX_VALUE : PARITY_STORES;
    return new ParityCheck(subjects).run(seed, stores, PARITY_STEPS, atMost);
  }

  /**
   * Told how far a run is.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Progress {
    /**
     * A rule's tests or a check have ended.
     *
     * @param driver the driver's name
     * @param what the rule's number or the check's name
     */
    void done(String driver, String what);
  }
}
