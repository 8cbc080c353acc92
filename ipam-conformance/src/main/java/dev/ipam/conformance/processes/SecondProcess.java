package dev.ipam.conformance.processes;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.child.Reports;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.child.Wire;
import dev.ipam.conformance.child.Workload;
import dev.ipam.conformance.linear.LinearizabilityChecker;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.linear.Verdict;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.Trial;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A store that one process may use, and a second one that tries: it is refused, nothing more. */
final class SecondProcess {
  private static final String RULE = "6.18";
  private static final long MOST_STATES = 10_000;

  private final DriverUnderTest subject;
  private final Model model;
  private final List<Operation> history = new ArrayList<>();
  private @Nullable String elsewhere;

  SecondProcess(DriverUnderTest subject) {
    this.subject = subject;
    this.model = new Model(Trial.terms(subject.capabilities()));
  }

  ProcessesCheck.Report run(long seed) {
    Map<String, String> store = subject.newStore();
    String problem;
    try (ChildProcess child = new ChildProcess(subject, Map.of())) {
      problem = tryBoth(child, store, seed);
    } finally {
      subject.destroy(store);
    }
    List<ProcessesCheck.Failure> failures =
        problem == null ? List.of() : List.of(new ProcessesCheck.Failure(seed, RULE, problem));
    return new ProcessesCheck.Report(seed, false, 1, history.size(), 0, 0, elsewhere, failures);
  }

  /** First this process has the store and the other one tries, then the other way round. */
  private @Nullable String tryBoth(ChildProcess child, Map<String, String> store, long seed) {
    Workload workload = new Workload(model, new SplittableRandom(seed));
    try (Visit visit = Visit.open(subject, store, true, ManualClock.START, 0)) {
      history.addAll(visit.take(workload.beginning()));
      String problem = judge("while another process has it open", open(child, store));
      if (problem != null || elsewhere != null) {
        return problem;
      }
      history.addAll(visit.lookAtAll(model.terms()));
      Verdict verdict =
          new LinearizabilityChecker(model, MOST_STATES)
              .check(model.empty(ManualClock.START).forMany(), history);
      if (!verdict.linearizable()) {
        return "after a second process was refused, the first is not served as before. " + verdict;
      }
    } catch (Visit.NotOpened e) {
      return "a new store does not open: " + e.getMessage();
    }
    Answer opened = open(child, store);
    if (opened != null) {
      return "the store does not open once the process that had it has closed it: " + opened;
    }
    try {
      Visit.open(subject, store, false, ManualClock.START, 0).close();
      return judge("while a child process has it open", null);
    } catch (Visit.NotOpened e) {
      return judge("while a child process has it open", e.answer());
    }
  }

  private static @Nullable Answer open(ChildProcess child, Map<String, String> store) {
    child.send("open 0 false " + ManualClock.START + " 1 " + Wire.write(store));
    child.send("ping");
    return Reports.failure(child.until("pong"));
  }

  private @Nullable String judge(String when, @Nullable Answer answer) {
    if (answer == null) {
      return "a second process opened the store "
          + when
          + "; it must fail with StoreInUse, since the driver does not declare SHARED";
    }
    if (!(answer instanceof Answer.Refused refused) || !refused.code().equals("StoreInUse")) {
      boolean unseen =
          !subject.capabilities().contains(Capability.DURABLE)
              && answer instanceof Answer.Refused other
              && other.code().equals("StoreNotFound");
      elsewhere = unseen ? "the store is within one process; another one does not find it" : null;
      return unseen
          ? null
          : "opened " + when + ", it must fail with StoreInUse, not with " + answer;
    }
    boolean right =
        refused.category().equals("UNAVAILABLE")
            && refused.outcome().equals("NOT_APPLIED")
            && refused.retryable();
    if (!right) {
      return "StoreInUse must be UNAVAILABLE, NOT_APPLIED and retryable; it is "
          + refused.category()
          + ", "
          + refused.outcome()
          + (refused.retryable() ? ", retryable" : ", not retryable");
    }
    for (String field : List.of("store", "holder")) {
      if (String.valueOf(refused.fields().getOrDefault(field, "")).isBlank()) {
        return "StoreInUse must name the " + field + "; its fields are " + refused.fields();
      }
    }
    return null;
  }
}
