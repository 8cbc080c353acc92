package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.check.CheckContext;
import dev.ipam.conformance.check.CheckResult;
import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.check.ModelStepsCheck;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.RuleResult;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.rules.RuleRunner;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * A run of the kit, whose parts run when they are asked for, each once. Not safe for use by several
 * threads at a time.
 *
 * @since 0.1
 */
public final class Session {
  private static final String CAPABILITIES_RULE = "6.23";
  private static final String OTHERWISE =
      "it was not run: the driver has other capabilities than are declared (IPAM-6.23)";

  private final Conformance kit;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final long begin = System.nanoTime();
  private final Set<Capability> actual;
  private final RuleRunner runner;
  private final Verdicts verdicts;
  private final List<ContractRule> rules;
  private final String notRun;
  private final Causes causes = new Causes();
  private final Map<String, Finding> own = new LinkedHashMap<>();
  private final Map<String, Future<Evidence>> tests = new LinkedHashMap<>();
  private final ExecutorService ahead;
  private final Guard guard;
  private final Map<String, CheckResult> checks = new LinkedHashMap<>();

  Session(Conformance kit) {
    this(kit, Guard.deadline(kit.effort()));
  }

  /**
   * Prepares a run that gives a check up at a time of one's own choice.
   *
   * @param deadline how long a check may take
   */
  Session(Conformance kit, Duration deadline) {
    this.kit = kit;
    this.guard = new Guard(kit.subject(), deadline);
    this.verdicts = new Verdicts(kit.subject().knownGaps(), kit.seed());
    this.actual = Opening.capabilities(kit.subject(), KitProperties.patience());
    Set<Capability> declared = kit.subject().capabilities();
    this.notRun = declared.equals(actual) ? "" : OTHERWISE;
    this.rules = rules(kit.selection(), !declared.equals(actual));
    this.runner = new RuleRunner(kit.subject(), actual, kit.seed());
    this.ahead = Executors.newFixedThreadPool(kit.threads(), Session::daemon);
  }

  /** What the tests of one rule said, and how long they took. */
  private record Evidence(Finding finding, Duration duration) {}

  /**
   * Returns what the opened driver can do.
   *
   * @return its capabilities
   */
  public Set<Capability> capabilities() {
    return actual;
  }

  /**
   * Returns the rules that bind drivers, as far as they were selected.
   *
   * @return the rules, in order
   */
  public List<ContractRule> rules() {
    return rules;
  }

  /**
   * Returns the checks, as far as they were selected.
   *
   * @return the checks, in order
   */
  public List<ConformanceCheck> checks() {
    return Checks.all().stream().filter(kit.selection()::contains).toList();
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
    if (!rules.contains(rule)) {
      String only = "it was not run: only " + kit.selection() + " was to be";
      return verdicts.of(
          rule, List.of(), List.of(Finding.notProven(rule.id(), only)), Duration.ZERO);
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
      boolean isKnownGap = kit.subject().knownGaps().containsKey(rule.id());
      findings.add(
          own.computeIfAbsent(rule.id(), id -> causes.of(rule, evidence.finding(), isKnownGap)));
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
          Finding finding =
              notRun.isEmpty()
                  ? runner.run(rule)
                  : rule.id().equals(CAPABILITIES_RULE)
                      ? Mismatch.of(rule, kit.subject().capabilities(), actual)
                      : Finding.notProven(rule.id(), notRun);
          return new Evidence(finding, Duration.ofNanos(System.nanoTime() - before));
        });
  }

  /** The rules that were selected; and the one about capabilities where it is broken. */
  private static List<ContractRule> rules(Selection selection, boolean otherwise) {
    return Contract.current().rules().stream()
        .filter(rule -> rule.layer() == Layer.DRIVER)
        .filter(
            rule -> selection.contains(rule) || (otherwise && rule.id().equals(CAPABILITIES_RULE)))
        .toList();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "conformance-rules");
    thread.setDaemon(true);
    return thread;
  }

  private CheckResult result(ConformanceCheck check) {
    CheckResult known = checks.get(check.name());
    if (known != null) {
      return known;
    }
    String reason = notRun.isEmpty() ? brokenBefore(check) : notRun;
    CheckResult result =
        reason.isEmpty()
            ? guarded(check)
            : withoutResult(check, "not run", Status.NOT_PROVEN, reason);
    checks.put(check.name(), result);
    return result;
  }

  /** A check that hangs, or that an exception ends, has failed; the report is made all the same. */
  private CheckResult guarded(ConformanceCheck check) {
    CheckContext context = new CheckContext(kit.subject(), actual, kit.seed(), kit.effort());
    try {
      return guard.call("check " + check.name(), () -> check.run(context));
    } catch (Guard.Ended e) {
      String why = "check " + check.name() + " was ended: " + e.why();
      return withoutResult(check, "ended before it was done", Status.FAILED, why);
    }
  }

  /** Says why a check could only repeat what rules or the check against the model found. */
  private String brokenBefore(ConformanceCheck check) {
    if (!causes.spread().isEmpty()) {
      return "it was not run: mend the exception that is told at " + causes.spread() + " first";
    }
    if (!check.comesAfterModel()) {
      return "";
    }
    for (ConformanceCheck model : checks()) {
      if (model instanceof ModelStepsCheck && checked(model).status().fails()) {
        return "it was not run: answers are wrong without it, mend what check "
            + model.name()
            + " found first"
            + rulesOf(result(model));
      }
    }
    return "";
  }

  private static String rulesOf(CheckResult result) {
    String rules =
        result.findings().stream()
            .map(finding -> "IPAM-" + finding.rule())
            .distinct()
            .collect(Collectors.joining(", "));
    return rules.isEmpty() ? "" : " (" + rules + ")";
  }

  private CheckResult withoutResult(
      ConformanceCheck check, String title, Status status, String why) {
    return Unfinished.of(
        check,
        title,
        status,
        why,
        kit.seed(),
        id -> missing(Contract.current().rule(id)).isEmpty());
  }
}
