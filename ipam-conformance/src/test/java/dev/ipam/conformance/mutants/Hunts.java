package dev.ipam.conformance.mutants;

import dev.ipam.conformance.crash.CrashCheck;
import dev.ipam.conformance.crash.PowerLossCheck;
import dev.ipam.conformance.linear.LinearizabilityCheck;
import dev.ipam.conformance.mutants.Hunt.Catch;
import dev.ipam.conformance.processes.ProcessesCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks over many rules, as small as they still find the fault, from two seeds. */
final class Hunts {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final int[] SEEDS = {1, 2};

  private Hunts() {}

  /**
   * The tests of the rule, twice: what they do depends on threads, or is too large for the model.
   */
  static Hunt twice() {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed : SEEDS) {
        Hunt.tests(subject, rule, seed, hangs)
            .forEach(each -> caught.add(new Catch(each.by() + ", seed " + seed, each.message())));
      }
      return caught;
    };
  }

  static Hunt threads() {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed : SEEDS) {
        new LinearizabilityCheck(subject)
            .run(seed, 200, 4, 6, AT_MOST)
            .failures()
            .forEach(each -> add(caught, rule, each.rule(), "concurrent", seed, each.toString()));
      }
      return caught;
    };
  }

  static Hunt processes(int rounds) {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed : SEEDS) {
        new ProcessesCheck(subject)
            .run(seed, rounds, 3, 2, 5, AT_MOST)
            .failures()
            .forEach(each -> add(caught, rule, each.rule(), "processes", seed, each.toString()));
      }
      return caught;
    };
  }

  static Hunt kills() {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed : SEEDS) {
        new CrashCheck(subject)
            .run(seed, 40, 2, 3, 8, AT_MOST)
            .failures()
            .forEach(each -> add(caught, rule, each.rule(), "kills", seed, each.toString()));
      }
      return caught;
    };
  }

  static Hunt power() {
    return (subject, rule, hangs) -> {
      List<Catch> caught = new ArrayList<>();
      for (int seed : SEEDS) {
        new PowerLossCheck(subject)
            .run(seed, 20, 3, 12, 100, AT_MOST)
            .failures()
            .forEach(each -> add(caught, rule, each.rule(), "power", seed, each.toString()));
      }
      return caught;
    };
  }

  private static void add(
      List<Catch> caught, String rule, String found, String by, int seed, String message) {
    if (found.equals(rule)) {
      caught.add(new Catch(by + ", seed " + seed, message));
    }
  }
}
