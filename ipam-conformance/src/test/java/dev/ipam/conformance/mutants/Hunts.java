package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.crash.Bounds;
import dev.ipam.conformance.crash.CrashCheck;
import dev.ipam.conformance.crash.PowerLossCheck;
import dev.ipam.conformance.linear.LinearizabilityCheck;
import dev.ipam.conformance.mutants.Hunt.Catch;
import dev.ipam.conformance.processes.ProcessesCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks over many rules, as small as they still find the fault, from one seed after the other
 * until it was caught often enough: what they do depends on the moment, so that no seed is certain.
 */
final class Hunts {
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final int LAST_SEED = 5;
  private static final int TWICE = 2;

  private Hunts() {}

  /** What a check finds from a seed. */
  private interface Check {
    Stream<Found> from(DriverUnderTest subject, int seed);
  }

  private record Found(String rule, Object failure) {}

  private static Hunt hunt(String name, int often, Check check) {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed = 1; seed <= LAST_SEED && caught.size() < often; seed++) {
        String by = name + ", seed " + seed;
        check
            .from(subject, seed)
            .filter(found -> found.rule().equals(rule))
            .forEach(found -> caught.add(new Catch(by, found.failure().toString())));
      }
      return caught;
    };
  }

  static Hunt threads() {
    return threads(TWICE);
  }

  /** Once, where another hunt is the second history. */
  static Hunt threads(int often) {
    return hunt(
        "concurrent",
        often,
        (subject, seed) ->
            new LinearizabilityCheck(subject)
                .run(seed, 200, 4, 6, AT_MOST).failures().stream()
                    .map(each -> new Found(each.rule(), each)));
  }

  static Hunt processes(int rounds) {
    return hunt(
        "processes",
        TWICE,
        (subject, seed) ->
            new ProcessesCheck(subject)
                .run(seed, rounds, 3, 2, 5, AT_MOST).failures().stream()
                    .map(each -> new Found(each.rule(), each)));
  }

  static Hunt kills() {
    return kills(TWICE);
  }

  /** Once, where another hunt is the second history. */
  static Hunt kills(int often) {
    return hunt(
        "kills",
        often,
        (subject, seed) ->
            new CrashCheck(subject)
                .run(seed, Bounds.atMost(40, AT_MOST), 2, 3, 8).failures().stream()
                    .map(each -> new Found(each.rule(), each)));
  }

  static Hunt power() {
    return power(TWICE);
  }

  /** Once, where another hunt is the second history. */
  static Hunt power(int often) {
    return hunt(
        "power",
        often,
        (subject, seed) ->
            new PowerLossCheck(subject)
                    .run(seed, 20, 3, 12, 100, Bounds.atMost(Integer.MAX_VALUE, AT_MOST))
                    .failures()
                    .stream()
                    .map(each -> new Found(each.rule(), each)));
  }
}
