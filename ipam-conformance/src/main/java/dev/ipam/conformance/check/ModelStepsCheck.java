package dev.ipam.conformance.check;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.report.CheckSummary;
import dev.ipam.conformance.report.Status;
import dev.ipam.conformance.steps.Failure;
import dev.ipam.conformance.steps.ModelCheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes random steps, restarts and moved clocks among them, and has the model judge every answer.
 *
 * @since 0.1
 */
public final class ModelStepsCheck implements ConformanceCheck {
  private static final int STEPS = 150;

  /** Makes the check. */
  public ModelStepsCheck() {}

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Set<String> decides() {
    return Set.of();
  }

  @Override
  public CheckResult run(CheckContext context) {
    long begin = System.nanoTime();
    boolean isLong = context.effort() == Effort.LONG;
    int stores = isLong ? Integer.MAX_VALUE : 10;
    Duration atMost = context.effort().budget().dividedBy(isLong ? 6 : 5);
    ModelCheck.Report report =
        new ModelCheck(context.subject()).run(context.seed(), stores, STEPS, atMost);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("stores", (long) report.stores());
    counts.put("steps", report.steps());
    counts.put("kinds of steps", (long) report.kinds().size());
    List<String> messages = report.failures().stream().map(Failure::toString).toList();
    CheckSummary summary =
        new CheckSummary(
            name(),
            "random steps over the whole SPI, every answer judged by a model",
            report.passed() ? Status.PASSED : Status.FAILED,
            "",
            counts,
            List.of("steps by kind: " + kinds(report)),
            messages,
            context.seed(),
            Duration.ofNanos(System.nanoTime() - begin));
    return new CheckResult(
        summary,
        report.failures().stream()
            .map(failure -> Finding.failed(failure.objection().rule(), failure.toString()))
            .toList());
  }

  private static String kinds(ModelCheck.Report report) {
    return report.kinds().entrySet().stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining(", "));
  }
}
