package dev.ipam.conformance.vectors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replays the vectors of one operation on values. */
final class ValueReplay {
  private final VectorOperation operation;
  private final ValueOperation on;
  private final Map<String, Integer> decided = new LinkedHashMap<>();
  private final Set<Departure> needed = new HashSet<>();
  private final List<VectorFailure> failures = new ArrayList<>();

  ValueReplay(VectorOperation operation, ValueOperation on) {
    this.operation = operation;
    this.on = on;
    on.departures().forEach(departure -> decided.put(departure.name(), 0));
  }

  VectorReport run() {
    List<Vector> vectors = operation.read();
    vectors.forEach(this::replay);
    for (Departure departure : on.departures()) {
      int actual = decided.getOrDefault(departure.name(), 0);
      if (actual != departure.count()) {
        fail(departure, departure.count() + " vectors that it decides", actual + " vectors");
      }
      if (!needed.contains(departure)) {
        fail(departure, "a vector whose recorded outcome it contradicts", "none");
      }
    }
    return new VectorReport(operation, vectors.size(), decided, List.of(), failures);
  }

  /** Whether the record says the same; some of what it says cannot even be built here. */
  private boolean recordedIs(Answer expected, Vector vector) {
    if (vector.expect().has("error")) {
      return expected.equals(on.recordedAnswer(vector));
    }
    return expected instanceof Answer.Value
        && expected.equals(Answer.of(() -> on.recorded().apply(vector.expect().get("ok"))));
  }

  private void fail(Departure departure, String expected, String actual) {
    failures.add(
        new VectorFailure(
            "departure: " + departure.name(),
            "all vectors of " + operation.label(),
            expected,
            actual,
            departure.rules()));
  }

  private void replay(Vector vector) {
    Answer expected = null;
    String rules = "as recorded; " + on.rules();
    for (Departure departure : on.departures()) {
      if (departure.when().test(vector.input())) {
        decided.merge(departure.name(), 1, Integer::sum);
        expected = departure.contract().apply(vector.input());
        if (!recordedIs(expected, vector)) {
          needed.add(departure);
        }
        rules = departure.rules() + ": " + departure.name();
        break;
      }
    }
    if (expected == null) {
      expected = on.recordedAnswer(vector);
    }
    Answer actual = Answer.of(() -> on.run().apply(vector.input()));
    if (!expected.accepts(actual)) {
      failures.add(
          new VectorFailure(
              vector.id(),
              vector.input().toString(),
              expected.toString(),
              actual.toString(),
              rules));
    }
  }
}
