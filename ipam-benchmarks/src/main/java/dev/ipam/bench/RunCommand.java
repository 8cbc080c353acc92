package dev.ipam.bench;

import dev.ipam.bench.report.JsonReport;
import dev.ipam.bench.report.Machine;
import dev.ipam.bench.report.MarkdownReport;
import dev.ipam.bench.report.TextReport;
import dev.ipam.bench.scenario.Bench;
import dev.ipam.bench.scenario.Catalogue;
import dev.ipam.bench.scenario.Effort;
import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Scenario;
import dev.ipam.bench.store.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures scenarios. */
@Command(
    name = "run",
    description = {
      "Measure scenarios, all or those named; 'builtin' stands for all whose names begin so.",
      "Each target's line has the two numbers and what is judged of them: median (lowest-highest)."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SCENARIO", description = "Which; all by default.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--effort",
      paramLabel = "full|quick|smoke",
      description = "How much to do; 'full', the default, is what is published.")
  private Effort effort = Effort.FULL;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where stores are made, and so which disk is measured; by default here.")
  private Path directory = Path.of("").toAbsolutePath();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write figures.json and figures.md there.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    Set<Scenario> chosen = new LinkedHashSet<>();
    for (String name : names) {
      chosen.addAll(Catalogue.named(name));
    }
    if (names.isEmpty()) {
      chosen.addAll(Catalogue.all());
    }
    Files.createDirectories(directory);
    Path own = Files.createTempDirectory(directory, "ipam-bench-");
    try {
      measure(chosen, new Bench(effort, own));
    } finally {
      Scratch.delete(own);
    }
    return 0;
  }

  private void measure(Set<Scenario> chosen, Bench bench) throws Exception {
    Map<String, String> machine = Machine.describe(bench.directory());
    machine.forEach((name, value) -> System.out.println(name + ": " + value));
    TextReport text = new TextReport(System.out);
    List<Figure> figures = new ArrayList<>();
    for (Scenario scenario : chosen) {
      for (Figure figure : scenario.body().run(bench)) {
        text.add(figure);
        figures.add(figure);
      }
      write(machine, figures);
    }
  }

  /** After each scenario, so that a run that is cut short leaves what it had. */
  private void write(Map<String, String> machine, List<Figure> figures) throws Exception {
    if (out != null) {
      Files.createDirectories(out);
      Files.writeString(out.resolve("figures.json"), JsonReport.of(machine, figures));
      Files.writeString(out.resolve("figures.md"), MarkdownReport.of(figures));
    }
  }
}
