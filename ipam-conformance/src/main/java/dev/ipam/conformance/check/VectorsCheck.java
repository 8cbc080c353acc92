package dev.ipam.conformance.check;

import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.vectors.VectorFailure;
import dev.ipam.conformance.vectors.VectorOperation;
import dev.ipam.conformance.vectors.VectorReport;
import dev.ipam.conformance.vectors.VectorSuite;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replays the recorded outcomes, those on values too, which show that the jars at hand are whole.
 *
 * @since 0.1
 */
public final class VectorsCheck implements ConformanceCheck {
  /** A rule, or a range of rules such as {@code 3.15..3.20}. */
  private static final Pattern RULES = Pattern.compile("(\\d\\.\\d\\d)(?:\\.\\.(\\d\\.\\d\\d))?");

  /** Where a failure is told that names no rule: it binds no driver, so it is nobody's gap. */
  private static final String NONE = "1.01";

  /** So many examples of one broken rule are enough. */
  private static final int MOST_TEXTS = 3;

  /** Makes the check. */
  public VectorsCheck() {}

  @Override
  public String name() {
    return "vectors";
  }

  @Override
  public Set<String> decides() {
    return Set.of();
  }

  @Override
  public CheckResult run(CheckContext context) {
    long begin = System.nanoTime();
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    Map<String, List<String>> broken = new LinkedHashMap<>();
    for (VectorOperation operation : VectorOperation.values()) {
      if (operation.level() == VectorOperation.Level.NOT_YET) {
        notes.add(operation.label() + " is replayed by the migration's own tests, not by the kit");
        continue;
      }
      VectorReport report = replay(operation, context);
      counts.merge("recorded outcomes", (long) report.vectors(), Long::sum);
      counts.merge("not applicable", (long) report.notApplicable().size(), Long::sum);
      counts.merge("failures", (long) report.failures().size(), Long::sum);
      if (!report.passed()) {
        messages.add(report.toString());
      }
      for (VectorFailure each : report.failures()) {
        for (String rule : cited(each.rule(), context.capabilities())) {
          List<String> texts = broken.computeIfAbsent(rule, known -> new ArrayList<>());
          if (texts.size() < MOST_TEXTS) {
            texts.add(each.toString());
          }
        }
      }
    }
    CheckSummary summary =
        new CheckSummary(
            name(),
            "outcomes recorded on OpenStack Neutron's drivers, replayed",
            messages.isEmpty() ? Status.PASSED : Status.FAILED,
            "",
            counts,
            notes,
            messages,
            context.seed(),
            Duration.ofNanos(System.nanoTime() - begin));
    List<Finding> findings = new ArrayList<>();
    broken.forEach((rule, texts) -> findings.add(new Finding(rule, Status.FAILED, "", texts)));
    return new CheckResult(summary, findings);
  }

  private static VectorReport replay(VectorOperation operation, CheckContext context) {
    if (operation.level() == VectorOperation.Level.VALUE) {
      return VectorSuite.replay(operation);
    }
    try (StoreUnderTest store =
        new StoreUnderTest(context.subject(), new ManualClock(), new Random(context.seed()))) {
      IpamDriver driver = store.driver();
      return VectorSuite.replay(operation, () -> driver);
    }
  }

  /**
   * The rules that a failure is told at: those that are cited, and of a range, of which any may be
   * the broken one, the first that applies. Without any the failure could pass for another's gap.
   */
  static Set<String> cited(String text, Set<Capability> capabilities) {
    Set<String> applying = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    Matcher found = RULES.matcher(text);
    while (found.find()) {
      String last = found.group(2) == null ? found.group(1) : found.group(2);
      List<ContractRule> rules = range(found.group(1), last);
      rules.stream()
          .filter(rule -> capabilities.containsAll(rule.capabilities()))
          .min(Comparator.comparing(rule -> rule.layer() != Layer.DRIVER))
          .ifPresent(rule -> applying.add(rule.id()));
      rules.forEach(rule -> others.add(rule.id()));
    }
    return !applying.isEmpty() ? applying : Set.of(others.stream().findFirst().orElse(NONE));
  }

  private static List<ContractRule> range(String first, String last) {
    return Contract.current().rules().stream()
        .filter(rule -> rule.id().compareTo(first) >= 0 && rule.id().compareTo(last) <= 0)
        .toList();
  }
}
