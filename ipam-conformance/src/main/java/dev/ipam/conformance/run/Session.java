package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.check.CheckContext;
import dev.ipam.conformance.check.CheckResult;
import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.rules.RuleRunner;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.error.IpamException;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A run of the kit, whose parts run when they are asked for, each once. Not safe for use by several
 * threads at a time.
 *
 * @since 0.1
 */
public final class Session {
  private static final String CAPABILITIES_RULE = "6.23";

  private final Conformance kit;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final long begin = System.nanoTime();
  private final Set<Capability> actual;
  private final RuleRunner runner;
  private final Verdicts verdicts;
  private final List<ContractRule> rules = bindDrivers();
  private final Map<String, Future<Evidence>> tests = new LinkedHashMap<>();
  private final ExecutorService ahead;
  private final Map<String, CheckResult> checks = new LinkedHashMap<>();

  Session(Conformance kit) {
    this.kit = kit;
    this.verdicts = new Verdicts(kit.subject().knownGaps(), kit.seed());
    this.actual = probe(kit.subject());
    this.runner = new RuleRunner(kit.subject(), actual, kit.seed());
    this.ahead = Executors.newFixedThreadPool(kit.threads(), Session::daemon);
  }

  /** What the tests of one rule said, and how long they took. */
  private record Evidence(Finding finding, Duration duration) {}

  private static Set<Capability> probe(DriverUnderTest subject) {
    try (StoreUnderTest store = new StoreUnderTest(subject, new ManualClock(), new Random(0))) {
      return Set.copyOf(store.driver().capabilities());
    } catch (RuntimeException e) {
      String why = e instanceof IpamException ? String.valueOf(e.getMessage()) : e.toString();
      throw new DriverNotOpenedException(subject.provider().name(), why, e);
    }
  }

  /**
   * Returns what the opened driver can do.
   *
   * @return its capabilities
   */
  public Set<Capability> capabilities() {
    return actual;
  }

  /**
   * Returns the rules that bind drivers.
   *
   * @return the rules, in order
   */
  public List<ContractRule> rules() {
    return rules;
  }

  /**
   * Returns the checks.
   *
   * @return the checks, in order
   */
  public List<ConformanceCheck> checks() {
    return Checks.all();
  }

  /**
   * Tells whether a rule binds the driver, without running anything.
   *
   * @param rule the rule
   * @return the capabilities that the driver lacks for it
   */
  public Set<Capability> missing(ContractRule rule) {
    return runner.missing(rule);
  }

  /**
   * Runs a rule's own tests.
   *
   * @param rule a rule that binds drivers
   * @return what they say; a rule that only checks decide is not proven by them
   */
  public RuleResult tested(ContractRule rule) {
    Evidence evidence = evidence(rule);
    return verdicts.of(rule, RuleRunner.testsOf(rule), own(rule, evidence), evidence.duration());
  }

  /**
   * Runs a rule's own tests and the checks that decide it.
   *
   * @param rule a rule that binds drivers
   * @return what they say
   */
  public RuleResult decided(ContractRule rule) {
    checks().stream().filter(check -> check.decides().contains(rule.id())).forEach(this::result);
    return result(rule);
  }

  /**
   * Runs a check.
   *
   * @param check one of {@link #checks}
   * @return what it did; where all that it found broken is known gaps, a known gap
   */
  public CheckSummary checked(ConformanceCheck check) {
    return verdicts.of(result(check));
  }

  /**
   * Runs what did not run yet.
   *
   * @return everything that was found
   */
  public ConformanceReport report() {
    List<CheckSummary> summaries = checks().stream().map(this::checked).toList();
    List<RuleResult> results = Contract.current().rules().stream().map(this::result).toList();
    DriverUnderTest subject = kit.subject();
    String version = Session.class.getPackage().getImplementationVersion();
    return new ConformanceReport(
        subject.provider().name(),
        subject.provider().description(),
        subject.version(),
        version == null ? "unknown" : version,
        subject.capabilities(),
        actual,
        results,
        summaries,
        kit.seed(),
        kit.effort(),
        started,
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private RuleResult result(ContractRule rule) {
    if (rule.layer() != Layer.DRIVER) {
      return verdicts.elsewhere(rule);
    }
    Evidence evidence = evidence(rule);
    List<Finding> findings = own(rule, evidence);
    List<String> names = new ArrayList<>(RuleRunner.testsOf(rule));
    checks.forEach(
        (name, result) ->
            result.findings().stream()
                .filter(finding -> finding.rule().equals(rule.id()))
                .forEach(
                    finding -> {
                      findings.add(finding);
                      names.add("check:" + name);
                    }));
    return verdicts.of(rule, names, findings, evidence.duration());
  }

  private List<Finding> own(ContractRule rule, Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    boolean applies = missing(rule).isEmpty();
    if (!applies || !RuleRunner.testsOf(rule).isEmpty()) {
      findings.add(evidence.finding());
    }
    if (rule.id().equals(CAPABILITIES_RULE) && !kit.subject().capabilities().equals(actual)) {
      findings.add(
          Finding.failed(
              rule.id(),
              rule.title()
                  + ": the capabilities that are declared are those of the opened driver"
                  + "\n  expected: "
                  + kit.subject().capabilities()
                  + ", as DriverUnderTest.capabilities() declares"
                  + "\n  observed: "
                  + actual
                  + ", as IpamDriver.capabilities() says"));
    }
    return findings;
  }

  /**
   * Waits for a rule's tests. Those of the next rules begin meanwhile: most of a test is waiting
   * for the driver's disk, and each has a store of its own.
   */
  private Evidence evidence(ContractRule rule) {
    int at = rules.indexOf(rule);
    int to = Math.min(rules.size(), at + 1 + 2 * (kit.threads() - 1));
    rules.subList(at, to).forEach(each -> tests.computeIfAbsent(each.id(), id -> begun(each)));
    try {
      return Objects.requireNonNull(tests.get(rule.id())).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the kit itself failed at " + rule.title(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + rule.title(), e);
    }
  }

  private Future<Evidence> begun(ContractRule rule) {
    return ahead.submit(
        () -> {
          long before = System.nanoTime();
          Finding finding = runner.run(rule);
          return new Evidence(finding, Duration.ofNanos(System.nanoTime() - before));
        });
  }

  private static List<ContractRule> bindDrivers() {
    return Contract.current().rules().stream()
        .filter(rule -> rule.layer() == Layer.DRIVER)
        .toList();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "conformance-rules");
    thread.setDaemon(true);
    return thread;
  }

  private CheckResult result(ConformanceCheck check) {
    return checks.computeIfAbsent(
        check.name(),
        name -> check.run(new CheckContext(kit.subject(), actual, kit.seed(), kit.effort())));
  }
}
