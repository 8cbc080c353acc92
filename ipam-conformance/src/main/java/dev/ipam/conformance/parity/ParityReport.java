package dev.ipam.conformance.parity;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a parity check found.
 *
 * @param drivers the names of the drivers, the first of which the others were compared with
 * @param compared the capabilities that all of them declare, which the steps used
 * @param leftOut the capabilities that some of them lack
 * @param seed the first seed; each run has the next one
 * @param runs how many stores of each driver were made
 * @param steps how many steps were taken on each
 * @param equal how many answers were equal, by verb of the step
 * @param byMembership how many answers were compared by being allowed only, by verb of the step
 * @param duration how long it took
 * @param differences what differs; the check stops at the first
 * @since 0.1
 */
public record ParityReport(
    List<String> drivers,
    Set<String> compared,
    Set<String> leftOut,
    long seed,
    int runs,
    long steps,
    SortedMap<String, Long> equal,
    SortedMap<String, Long> byMembership,
    Duration duration,
    List<Difference> differences) {
  /**
   * Returns whether every answer was equal, or allowed where the contract leaves a choice.
   *
   * @return whether the drivers are at parity
   */
  public boolean atParity() {
    return differences.isEmpty();
  }
}
