package dev.ipam.conformance.processes;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.child.Reports;
import dev.ipam.conformance.child.Seen;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.child.Wire;
import dev.ipam.conformance.child.Workload;
import dev.ipam.conformance.linear.LinearizabilityChecker;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.linear.Verdict;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One store on which several processes meet. */
final class SharedRound {
  private static final long MOST_STATES = 200_000;
  private static final int MOST_THREADS = 1_000;

  private final DriverUnderTest subject;
  private final long seed;
  private final List<ChildProcess> children;
  private final Model model;
  private final List<Operation> history = new ArrayList<>();
  private boolean undecided;

  SharedRound(DriverUnderTest subject, long seed, List<ChildProcess> children) {
    this.subject = subject;
    this.seed = seed;
    this.children = children;
    this.model = new Model(Trial.terms(subject.capabilities()));
  }

  long operations() {
    return history.size();
  }

  boolean undecided() {
    return undecided;
  }

  ProcessesCheck.@Nullable Failure run(int threads, int steps) {
    Map<String, String> store = subject.newStore();
    try {
      return run(store, threads, steps);
    } finally {
      subject.destroy(store);
    }
  }

  private ProcessesCheck.@Nullable Failure run(Map<String, String> store, int threads, int steps) {
    Workload workload = new Workload(model, new SplittableRandom(seed));
    try (Visit visit = Visit.open(subject, store, true, ManualClock.START, System.nanoTime())) {
      history.addAll(visit.take(workload.beginning()));
      List<Operation> looks = visit.lookAtAll(model.terms());
      history.addAll(looks);
      String problem = meet(store, workload, Seen.of(looks), threads, steps);
      if (problem != null) {
        return new ProcessesCheck.Failure(seed, "6.02", problem);
      }
    } catch (Visit.NotOpened e) {
      return new ProcessesCheck.Failure(seed, "6.16", "no new store opens: " + e.getMessage());
    }
    try (Visit visit = Visit.open(subject, store, false, ManualClock.START, System.nanoTime())) {
      history.addAll(visit.lookAtAll(model.terms()));
    } catch (Visit.NotOpened e) {
      return new ProcessesCheck.Failure(
          seed, "6.02", "the store does not open again: " + e.getMessage());
    }
    return judge();
  }

  /** Lets the children work on the store, which stays open here as well. */
  private @Nullable String meet(
      Map<String, String> store, Workload workload, Seen seen, int threads, int steps) {
    List<ClockOffset> offsets = new ArrayList<>();
    List<List<List<Step>>> plans = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      ChildProcess child = children.get(i);
      offsets.add(ClockOffset.of(child));
      plans.add(workload.plans("process-" + i, seen, threads, steps));
      long own = seed * children.size() + i;
      child.send("open 0 false " + ManualClock.START + " " + own + " " + Wire.write(store));
      child.send("ping");
      Answer failure = Reports.failure(child.until("pong"));
      if (failure != null) {
        return "the driver declares SHARED, but a second process cannot open the store: " + failure;
      }
      child.send(Reports.commands(0, plans.get(i)));
    }
    children.forEach(child -> child.send(List.of("start", "join")));
    for (int i = 0; i < children.size(); i++) {
      List<Operation> theirs = Reports.operations(children.get(i).until("joined"), 0, plans.get(i));
      history.addAll(offsets.get(i).apply(theirs, i * MOST_THREADS));
    }
    for (ChildProcess child : children) {
      child.send("close");
      child.until("closed");
    }
    return null;
  }

  private ProcessesCheck.@Nullable Failure judge() {
    Verdict verdict =
        new LinearizabilityChecker(model, MOST_STATES)
            .check(model.empty(ManualClock.START).forMany(), history);
    undecided = verdict.kind() == Verdict.Kind.UNDECIDED;
    return verdict.kind() == Verdict.Kind.NOT_LINEARIZABLE
        ? new ProcessesCheck.Failure(
            seed,
            "6.02",
            "no order of what "
                + children.size()
                + " processes did explains their answers (thread 1002 is the third of the second"
                + " process). "
                + verdict)
        : null;
  }

  /** How many pairs of operations of different processes were under way at the same time. */
  long overlapping() {
    long pairs = 0;
    for (int i = 0; i < history.size(); i++) {
      for (int j = 0; j < i; j++) {
        Operation one = history.get(i);
        Operation other = history.get(j);
        boolean apart = one.thread() / MOST_THREADS != other.thread() / MOST_THREADS;
        boolean children = one.thread() >= 0 && other.thread() >= 0;
        boolean met = one.invoked() <= other.returned() && other.invoked() <= one.returned();
        pairs += apart && children && met ? 1 : 0;
      }
    }
    return pairs;
  }
}
