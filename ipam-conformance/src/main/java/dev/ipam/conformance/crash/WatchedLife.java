package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.child.Reports;
import dev.ipam.conformance.child.Seen;
import dev.ipam.conformance.child.Wire;
import dev.ipam.conformance.child.Workload;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The life of a store in one process that was watched: its operations and its syncs, on one clock.
 *
 * @param model the model
 * @param history the operations
 * @param opened when the store had been created and opened
 * @param all the syncs in the order of time
 */
record WatchedLife(Model model, List<Operation> history, long opened, List<SyncJournal.Sync> all) {
  /** The store could not be created. */
  static final class NotBegun extends Exception {
    private static final long serialVersionUID = 1L;

    private NotBegun(String message) {
      super(message);
    }
  }

  /**
   * Lets a child create a store, work on it and close it.
   *
   * @throws NotBegun if the store cannot be created
   */
  static WatchedLife live(
      DriverUnderTest subject,
      SyncWatch watch,
      Map<String, String> store,
      Path directory,
      long seed,
      int threads,
      int steps)
      throws IOException, NotBegun {
    Model model = new Model(Trial.terms(subject.capabilities()));
    Workload workload = new Workload(model, new SplittableRandom(seed));
    List<Operation> history = new ArrayList<>();
    long opened;
    try (ChildProcess child = watch.start(subject, directory)) {
      child.send(
          List.of(
              "open 0 true " + ManualClock.START + " " + seed + " " + Wire.write(store), "ping"));
      opened = opened(child.until("pong"));
      List<Step> beginning = new ArrayList<>(workload.beginning());
      List.of("a", "b", "c", "d").forEach(id -> beginning.add(new LookUp.Allocations(id)));
      beginning.add(new LookUp.Subnets());
      if (model.terms().has("POOLS")) {
        beginning.add(new LookUp.Pools());
      }
      history.addAll(work(child, List.of(beginning)));
      history.addAll(work(child, workload.plans("life", Seen.of(history), threads, steps)));
      child.send("close");
      child.until("closed");
    }
    return new WatchedLife(model, history, opened, watch.syncs());
  }

  private static long opened(List<String> reports) throws NotBegun {
    Answer failure = Reports.failure(reports);
    if (failure != null) {
      throw new NotBegun("a new store cannot be created in a process of its own: " + failure);
    }
    return reports.stream()
        .filter(report -> report.startsWith("opened "))
        .mapToLong(report -> Long.parseLong(report.split(" ", 3)[2]))
        .findFirst()
        .orElseThrow();
  }

  private static List<Operation> work(ChildProcess child, List<List<Step>> plans) {
    child.send(Reports.commands(0, plans));
    child.send(List.of("start", "join"));
    return Reports.operations(child.until("joined"), 0, plans);
  }

  long operations() {
    return history.size();
  }

  long syncs() {
    return all.size();
  }

  /** What had been called until a moment; what had not returned by then was cut off. */
  List<Operation> until(long moment) {
    List<Operation> until = new ArrayList<>();
    for (Operation each : history) {
      if (each.returned() <= moment) {
        until.add(each);
      } else if (each.invoked() <= moment) {
        until.add(Operation.lost(each.thread(), each.step(), each.invoked(), moment));
      }
    }
    return until;
  }
}
