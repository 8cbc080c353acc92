package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** Verifies the store in depth. */
@Command(
    name = "check",
    description = {
      "Verify the store in depth, every record against every index; nothing is repaired.",
      "What is wrong is listed, and the exit code is 8."
    })
final class CheckCommand extends Action.Reading {
  /** A store that is damaged all over has as many problems as records. */
  private static final int MOST_LISTED = 1_000;

  private static final List<Column<CheckProblem>> PROBLEM =
      List.of(
          Column.shown("part", CheckProblem::part), Column.shown("problem", CheckProblem::problem));

  @Override
  void run(Ipam ipam, Output output) {
    List<CheckProblem> listed = new ArrayList<>();
    CheckReport report = check(ipam, listed);
    showWhileRead(() -> show(output, report, listed));
    if (!report.isSound()) {
      CheckProblem first = listed.get(0);
      long more = report.problems() - 1;
      throw new StoreCorruptException(
          ipam.driver().store().location(),
          first.part(),
          first.problem() + (more > 0 ? ", and there are problems beside it: " + more : ""));
    }
  }

  private CheckReport check(Ipam ipam, List<CheckProblem> listed) {
    // How much there is to read is not known, so that only time passes on the terminal.
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ipam-progress");
              thread.setDaemon(true);
              return thread;
            });
    try (Progress progress = new Progress(surroundings(), "problems found so far", 0)) {
      progress.add(0);
      ScheduledFuture<?> ticking =
          clock.scheduleAtFixedRate(() -> progress.add(0), 200, 200, TimeUnit.MILLISECONDS);
      try {
        return ipam.check(
                problem -> {
                  progress.add(1);
                  if (listed.size() < MOST_LISTED) {
                    listed.add(problem);
                  }
                })
            .orElseThrow(() -> new UnsupportedException("CHECK", "check its store"));
      } finally {
        ticking.cancel(false);
        stop(clock);
      }
    }
  }

  /** Nothing must be drawn after the progress was removed. */
  private static void stop(ScheduledExecutorService clock) {
    clock.shutdownNow();
    boolean interrupted = false;
    while (!clock.isTerminated()) {
      try {
        clock.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(Output output, CheckReport report, List<CheckProblem> listed) {
    if (!root().forPeople()) {
      output.one(columns(listed), report);
    } else if (report.isSound()) {
      output.say("The store is sound: " + report.records() + " records were read.");
    } else {
      output.list(PROBLEM, listed.stream());
      long rest = report.problems() - listed.size();
      output.say(
          report.problems()
              + (report.problems() == 1 ? " problem" : " problems")
              + " in "
              + report.records()
              + " records"
              + (rest > 0 ? "; the last " + rest + " are not listed." : "."));
    }
  }

  private static List<Column<CheckReport>> columns(List<CheckProblem> listed) {
    return List.of(
        Column.shown("sound", CheckReport::isSound),
        Column.shown("records", CheckReport::records),
        Column.shown("problems", CheckReport::problems),
        Column.shown("found", report -> listed.stream().map(CheckCommand::asMap).toList()));
  }

  private static Map<String, String> asMap(CheckProblem problem) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("part", problem.part());
    map.put("problem", problem.problem());
    return map;
  }
}
