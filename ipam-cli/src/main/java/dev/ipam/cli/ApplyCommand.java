package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.plan.Comparison;
import dev.ipam.cli.plan.Plan;
import dev.ipam.cli.plan.PlanReader;
import dev.ipam.cli.plan.PlanReport;
import dev.ipam.cli.plan.PlanRun;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a store what a plan says. */
@Command(
    name = "apply",
    description = {
      "Carry out a whole address plan (YAML or JSON): create what is missing, release nothing.",
      "Run again it changes nothing. The format is described in docs/plans.md."
    })
final class ApplyCommand extends Action.OnStore {
  @Parameters(paramLabel = "PLAN", description = "The plan file.")
  private String file = "";

  @Option(
      names = "--dry-run",
      description = "Say what would be done and whether it would fit; change nothing.")
  private boolean dryRun;

  private @Nullable Plan plan;

  @Override
  void prepare() {
    plan = PlanReader.read(surroundings().directory().resolve(file), file);
  }

  @Override
  boolean onlyReads() {
    return dryRun;
  }

  @Override
  void run(Ipam ipam, Output output) {
    Instant start = Instant.now();
    Comparison comparison = Comparison.of(prepared(plan), ipam);
    if (!dryRun) {
      comparison.requireFit();
      try (Progress progress = new Progress(surroundings(), "addresses", comparison.missing())) {
        new PlanRun(ipam, comparison, progress::add).run();
      }
    }
    Duration took = Duration.between(start, Instant.now());
    showWhileRead(() -> report(output, new PlanReport(comparison, dryRun, took)));
    comparison.requireFit();
  }

  private void report(Output output, PlanReport report) {
    if (!root().forPeople()) {
      output.one(PlanReport.COLUMNS, report);
      return;
    }
    if (dryRun && !report.changes().isEmpty()) {
      output.list(PlanReport.CHANGES, report.changes().stream());
    }
    output.say(report.sentence());
  }
}
