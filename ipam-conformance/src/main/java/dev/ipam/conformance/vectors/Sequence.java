package dev.ipam.conformance.vectors;

import static java.util.stream.Collectors.joining;

import dev.ipam.spi.Capability;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of a vector, with their outcomes in one recording. */
record Sequence(Recording recording, Vector vector, List<Json> steps, List<Json> outcomes) {
  static Sequence of(Recording recording, Vector vector) {
    List<Json> steps = vector.input().get("steps").items();
    List<Json> outcomes = recording.outcomes(vector);
    if (steps.size() != outcomes.size()) {
      throw new IllegalStateException(vector.id() + " has an outcome too many or too few");
    }
    return new Sequence(recording, vector, steps, outcomes);
  }

  /** A capability that the sequence needs and a driver lacks. */
  Optional<Capability> missing(Set<Capability> present) {
    return steps.stream()
        .flatMap(step -> needed(step).stream())
        .filter(capability -> !present.contains(capability))
        .findFirst();
  }

  /** The steps up to a place, on one line: each its operation and its values. */
  String upTo(int place) {
    return steps.subList(0, place + 1).stream().map(Json::values).collect(joining("; "));
  }

  private Set<Capability> needed(Json step) {
    return switch (step.get("op").text()) {
      case "next" -> Set.of(recording.nextIsAny() ? Capability.POLICIES : Capability.PREFER_NEXT);
      case "bulk" -> Set.of(Capability.BULK);
      case "remove_subnet" -> Set.of(Capability.ATOMIC_REMOVE);
      case "group" ->
          step.get("request").text().equals("next")
              ? Set.of(Capability.GROUPS, Capability.PREFER_NEXT)
              : Set.of(Capability.GROUPS);
      default -> Set.of();
    };
  }
}
