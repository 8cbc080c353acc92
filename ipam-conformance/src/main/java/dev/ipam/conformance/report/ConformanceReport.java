package dev.ipam.conformance.report;

import dev.ipam.conformance.Effort;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run of the kit on one driver found. It names no host, no user and no path.
 *
 * @param driver the driver's name, as {@code ipam_driver} has it
 * @param description one line that says what the driver is
 * @param version the driver's version, or {@code unknown}
 * @param kitVersion the kit's version, or {@code unknown}
 * @param declared the capabilities that the vendor declares
 * @param actual the capabilities of the opened driver
 * @param results every rule of the contract, in order
 * @param checks the checks over many rules
 * @param seed where all randomness starts from
 * @param effort how much was done
 * @param started when the run began, in whole seconds
 * @param duration how long it took
 * @since 0.1
 */
public record ConformanceReport(
    String driver,
    String description,
    String version,
    String kitVersion,
    Set<Capability> declared,
    Set<Capability> actual,
    List<RuleResult> results,
    List<CheckSummary> checks,
    long seed,
    Effort effort,
    Instant started,
    Duration duration) {
  /**
   * Copies the sets and lists.
   *
   * @param driver the driver's name, as {@code ipam_driver} has it
   * @param description one line that says what the driver is
   * @param version the driver's version, or {@code unknown}
   * @param kitVersion the kit's version, or {@code unknown}
   * @param declared the capabilities that the vendor declares
   * @param actual the capabilities of the opened driver
   * @param results every rule of the contract, in order
   * @param checks the checks over many rules
   * @param seed where all randomness starts from
   * @param effort how much was done
   * @param started when the run began, in whole seconds
   * @param duration how long it took
   */
  public ConformanceReport {
    declared = copy(declared);
    actual = copy(actual);
    results = List.copyOf(results);
    checks = List.copyOf(checks);
  }

  /**
   * Tells whether the driver conforms.
   *
   * @return whether no rule and no check failed
   */
  public boolean passed() {
    return results.stream().noneMatch(result -> result.status().fails())
        && checks.stream().noneMatch(check -> check.status().fails());
  }

  /**
   * Counts the rules by what became of them.
   *
   * @return a number for every status, in the order of the statuses
   */
  public Map<Status, Integer> counts() {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counts.put(status, 0);
    }
    results.forEach(result -> counts.merge(result.status(), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  private static Set<Capability> copy(Set<Capability> capabilities) {
    return capabilities.isEmpty()
        ? Set.of()
        : Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
  }
}
