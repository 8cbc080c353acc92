package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.RuleResult;
import java.util.function.Consumer;

/**
 * The conformance kit.
 *
 * <pre>{@code
 * ConformanceReport report = Conformance.of(new AcmeUnderTest()).run();
 * System.out.println(report.passed() + " " + report.counts());
 * }</pre>
 *
 * <p>With JUnit, extend {@link dev.ipam.conformance.junit.DriverConformance} instead.
 *
 * @param subject the driver
 * @param effort how much to do
 * @param seed where all randomness starts from
 * @param threads how many tests of rules run at a time, each on a store of its own
 * @param selection which rules and checks to run
 * @since 0.1
 */
public record Conformance(
    DriverUnderTest subject, Effort effort, long seed, int threads, Selection selection) {
  /** The seed when none is given: runs are alike unless somebody wants another. */
  public static final long DEFAULT_SEED = 1;

  /**
   * Checks a driver, with effort, seed, threads and rules as the system properties {@link
   * Effort#PROPERTY} and {@link KitProperties} say.
   *
   * @param subject the driver
   * @return the kit
   */
  public static Conformance of(DriverUnderTest subject) {
    return new Conformance(
        subject,
        Effort.ofProperty(),
        Long.getLong(KitProperties.SEED, DEFAULT_SEED),
        Math.max(1, Integer.getInteger(KitProperties.THREADS, 4)),
        Selection.of(System.getProperty(KitProperties.RULES, "")));
  }

  /**
   * Sets how much to do.
   *
   * @param other the effort
   * @return the kit
   */
  public Conformance effort(Effort other) {
    return new Conformance(subject, other, seed, threads, selection);
  }

  /**
   * Sets where all randomness starts from.
   *
   * @param other the seed
   * @return the kit
   */
  public Conformance seed(long other) {
    return new Conformance(subject, effort, other, threads, selection);
  }

  /**
   * Sets which rules and checks to run; the report says of the others that they were not.
   *
   * @param other the selection
   * @return the kit
   */
  public Conformance selection(Selection other) {
    return new Conformance(subject, effort, seed, threads, other);
  }

  /**
   * Opens the driver once, to see what it can do, and prepares a run whose parts can be run one by
   * one.
   *
   * @return the session
   * @throws IllegalStateException if the driver cannot be opened on a new store
   */
  public Session session() {
    return new Session(this);
  }

  /**
   * Runs everything.
   *
   * @return what was found
   * @throws IllegalStateException if the driver cannot be opened on a new store
   */
  public ConformanceReport run() {
    return run(rule -> {}, check -> {});
  }

  /**
   * Runs everything, and tells of it on the way.
   *
   * @param rules told what a rule's own tests said; what the checks find may change it
   * @param checks told of each check as it ends
   * @return what was found
   * @throws IllegalStateException if the driver cannot be opened on a new store
   */
  public ConformanceReport run(Consumer<RuleResult> rules, Consumer<CheckSummary> checks) {
    Session session = session();
    session.rules().forEach(rule -> rules.accept(session.tested(rule)));
    session.checks().forEach(check -> checks.accept(session.checked(check)));
    return session.report();
  }
}
