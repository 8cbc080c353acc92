package dev.ipam.conformance.vectors;

import dev.ipam.conformance.memory.ModelDriver;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** Replays the vectors of one operation on a driver. */
final class SequenceReplay {
  private static final long SEED = 20_211;

  private final VectorOperation operation;
  private final IpamDriver driver;
  private final Map<String, Integer> decided = new LinkedHashMap<>();
  private final TreeSet<String> notApplicable = new TreeSet<>();
  private final List<VectorFailure> failures = new ArrayList<>();

  SequenceReplay(VectorOperation operation, IpamDriver driver) {
    this.operation = operation;
    this.driver = driver;
  }

  VectorReport run() {
    List<Vector> vectors = operation.read();
    for (Recording recording : Recording.of(operation)) {
      countDepartures(recording, vectors);
      for (Replayed each : InParallel.map(vectors, vector -> replay(recording, vector))) {
        notApplicable.addAll(each.notApplicable());
        failures.addAll(each.failures());
      }
    }
    return new VectorReport(
        operation, vectors.size(), decided, List.copyOf(notApplicable), failures);
  }

  /** Counts what the departures decide, whatever the driver can do. */
  private void countDepartures(Recording recording, List<Vector> vectors) {
    Map<StepDeparture, Integer> counts = new LinkedHashMap<>();
    for (Vector vector : vectors) {
      Sequence sequence = Sequence.of(recording, vector);
      Book book = new Book(recording);
      for (int i = 0; i < sequence.steps().size(); i++) {
        Json step = sequence.steps().get(i);
        Json outcome = sequence.outcomes().get(i);
        StepDeparture.of(new StepView(recording, step, outcome, book))
            .ifPresent(departure -> counts.merge(departure, 1, Integer::sum));
        book.apply(step, outcome);
      }
    }
    for (StepDeparture departure : StepDeparture.values()) {
      int actual = counts.getOrDefault(departure, 0);
      if (actual > 0) {
        decided.put(recording + " " + departure, actual);
      }
      if (actual != departure.count(recording)) {
        failures.add(
            new VectorFailure(
                "departure: " + departure,
                "all steps of " + operation.label() + ", recording " + recording,
                departure.count(recording) + " steps that it decides",
                actual + " steps",
                departure.rules()));
      }
    }
  }

  /** What one vector gave. */
  private record Replayed(List<String> notApplicable, List<VectorFailure> failures) {}

  private Replayed replay(Recording recording, Vector vector) {
    Sequence sequence = Sequence.of(recording, vector);
    Optional<Capability> missing = sequence.missing(driver.capabilities());
    if (missing.isPresent()) {
      return new Replayed(List.of(vector.id() + " needs " + missing.get()), List.of());
    }
    List<VectorFailure> wrong = new ArrayList<>();
    boolean keepsPolicies = driver.capabilities().contains(Capability.POLICIES);
    for (AllocationPolicy policy : recording.policies()) {
      if (keepsPolicies || policy == AllocationPolicy.SEQUENTIAL) {
        boolean exact = keepsPolicies && policy != AllocationPolicy.RANDOM;
        new SequencePlay(sequence, policy, driver, exact ? modelled(sequence, policy) : List.of())
            .play()
            .ifPresent(wrong::add);
      }
    }
    return new Replayed(List.of(), wrong);
  }

  /** What the model answers, which keeps the policy. */
  private static List<Answer> modelled(Sequence sequence, AllocationPolicy policy) {
    ModelDriver model = new ModelDriver(Clock.systemUTC(), new Random(SEED));
    SequencePlay play = new SequencePlay(sequence, policy, model, List.of());
    play.play()
        .ifPresent(
            failure -> {
              throw new IllegalStateException("the model fails: " + failure);
            });
    return play.answers();
  }
}
