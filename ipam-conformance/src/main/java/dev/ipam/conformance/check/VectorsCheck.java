package dev.ipam.conformance.check;

import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.vectors.VectorOperation;
import dev.ipam.conformance.vectors.VectorReport;
import dev.ipam.conformance.vectors.VectorSuite;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  private static final Pattern RULE = Pattern.compile("\\d\\.\\d\\d");
  private static final Pattern RANGE = Pattern.compile("\\d\\.\\d\\d\\.\\.\\d\\.\\d\\d");

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
      report.failures().forEach(each -> rules(each.rule(), each.toString(), broken));
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

  private static void rules(String cited, String text, Map<String, List<String>> broken) {
    // Of a range any rule may be the broken one: it fails the check, and none by name.
    Matcher rule = RULE.matcher(RANGE.matcher(cited).replaceAll(""));
    while (rule.find()) {
      if (Contract.current().find(rule.group()).isPresent()) {
        List<String> texts = broken.computeIfAbsent(rule.group(), each -> new ArrayList<>());
        if (texts.size() < MOST_TEXTS) {
          texts.add(text);
        }
      }
    }
  }
}
