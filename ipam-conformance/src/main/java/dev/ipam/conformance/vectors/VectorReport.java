package dev.ipam.conformance.vectors;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What replaying the vectors of one operation gave.
 *
 * @param operation the operation
 * @param vectors how many vectors there are
 * @param departures how many vectors or steps each departure decided, by its name
 * @param notApplicable the vectors that were not replayed since the driver lacks a capability for
 *     them
 * @param failures what was not as it must be
 * @since 0.1
 */
public record VectorReport(
    VectorOperation operation,
    int vectors,
    Map<String, Integer> departures,
    List<String> notApplicable,
    List<VectorFailure> failures) {
  private static final int SHOWN = 3;

  /**
   * Copies the lists and the map.
   *
   * @param operation the operation
   * @param vectors how many vectors there are
   * @param departures how many vectors or steps each departure decided, by its name
   * @param notApplicable the vectors that were not replayed, each with the capability it needs
   * @param failures what was not as it must be
   */
  public VectorReport {
    departures = Map.copyOf(departures);
    notApplicable = List.copyOf(notApplicable);
    failures = List.copyOf(failures);
  }

  /**
   * Returns whether everything was as it must be.
   *
   * @return whether there is no failure
   */
  public boolean passed() {
    return failures.isEmpty();
  }

  /** Returns a summary line, then the failures. */
  @Override
  public String toString() {
    int departed = departures.values().stream().mapToInt(Integer::intValue).sum();
    String summary =
        "%s: %d vectors, %d not applicable, %d decided by departures, %d failures"
            .formatted(operation.label(), vectors, notApplicable.size(), departed, failures.size());
    String shown =
        failures.stream().limit(SHOWN).map(failure -> "\n" + failure).collect(Collectors.joining());
    int more = failures.size() - SHOWN;
    return summary + shown + (more > 0 ? "\n… and " + more + " more failures" : "");
  }
}
