package dev.ipam.conformance.parity;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.steps.Generator;
import dev.ipam.conformance.steps.StepText;
import dev.ipam.conformance.steps.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes the same steps on two or more drivers and compares every answer: equal but for the numbers of
 * tokens (their order counts), the addresses under RANDOM (each must be an allowed one), and times
 * where a driver has a clock of its own.
 *
 * <p>The steps use what all of the drivers have. Every answer is judged by the model besides, so that
 * a difference says who is wrong.
 *
 * @since 0.1
 */
public final class ParityCheck {
  private final List<DriverUnderTest> subjects;

  /**
   * Makes a check.
   *
   * @param subjects the drivers, two at least
   */
  public ParityCheck(List<DriverUnderTest> subjects) {
    if (subjects.size() < 2) {
      throw new IllegalArgumentException("parity is between two drivers or more");
    }
    this.subjects = List.copyOf(subjects);
  }

  /**
   * Compares the drivers on several stores, until the time is over or something differs.
   *
   * @param seed where the steps start from
   * @param runs how many stores of each driver at most
   * @param steps how many steps on each
   * @param atMost for how long
   * @return what was found
   */
  public ParityReport run(long seed, int runs, int steps, Duration atMost) {
    long begin = System.nanoTime();
    SortedMap<String, Long> equal = new TreeMap<>();
    SortedMap<String, Long> membership = new TreeMap<>();
    List<Difference> differences = new ArrayList<>();
    int made = 0;
    while (made < runs
        && differences.isEmpty()
        && (made == 0 || System.nanoTime() - begin < atMost.toNanos())) {
      Difference difference = compare(seed + made++, steps, equal, membership);
      if (difference != null) {
        differences.add(difference);
      }
    }
    long taken =
        equal.values().stream().mapToLong(Long::longValue).sum()
            + membership.values().stream().mapToLong(Long::longValue).sum();
    return new ParityReport(
        subjects.stream().map(ParityCheck::name).toList(),
        shared(),
        leftOut(),
        seed,
        made,
        taken,
        equal,
        membership,
        Duration.ofNanos(System.nanoTime() - begin),
        differences);
  }

  private @Nullable Difference compare(
      long seed, int steps, SortedMap<String, Long> equal, SortedMap<String, Long> membership) {
    List<Trial> trials = new ArrayList<>();
    try {
      List<Canonical> views = new ArrayList<>();
      Terms terms = new Terms(shared());
      boolean times =
          subjects.stream().allMatch(each -> Trial.terms(each.capabilities()).injectedClock());
      for (DriverUnderTest subject : subjects) {
        trials.add(new Trial(subject, seed));
        views.add(new Canonical(terms, times));
      }
      Generator generator =
          new Generator(new Model(terms), seed, Generator.Style.SIDE_BY_SIDE, false);
      List<Step> script = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        Step step = generator.next(trials.get(0).world());
        script.add(step);
        Difference difference = take(seed, script, trials, views);
        if (difference != null) {
          return difference;
        }
        boolean veiled = views.stream().anyMatch(Canonical::veiled);
        String verb = StepText.write(step).split(" ", 2)[0];
        (veiled ? membership : equal).merge(verb, 1L, Long::sum);
      }
      return null;
    } finally {
      trials.forEach(Trial::close);
    }
  }

  private @Nullable Difference take(
      long seed, List<Step> script, List<Trial> trials, List<Canonical> views) {
    Step step = script.get(script.size() - 1);
    Object first = null;
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      var before = trial.world();
      Objection objection = trial.take(step);
      if (objection == null && step.writes()) {
        objection = trial.audit();
      }
      if (objection != null) {
        return difference(seed, script, trials, i, name(subjects.get(i)) + " is wrong: " + objection);
      }
      boolean stays = trial.world().subnets().size() >= before.subnets().size();
      Object answer = views.get(i).of(trial.answer(), stays ? trial.world() : before);
      if (first == null) {
        first = answer;
      } else if (!first.equals(answer)) {
        return difference(
            seed, script, trials, i, "the answers differ, though the contract allows each");
      }
    }
    return null;
  }

  private Difference difference(
      long seed, List<Step> script, List<Trial> trials, int second, String explanation) {
    int other = second == 0 ? 1 : second;
    return new Difference(
        seed,
        script,
        name(subjects.get(0)),
        trials.get(0).answer().toString(),
        name(subjects.get(other)),
        second == 0 ? "(not asked)" : trials.get(other).answer().toString(),
        explanation);
  }

  private Set<String> shared() {
    Set<String> shared = new TreeSet<>(Trial.terms(subjects.get(0).capabilities()).capabilities());
    for (DriverUnderTest subject : subjects) {
      shared.retainAll(Trial.terms(subject.capabilities()).capabilities());
    }
    return shared;
  }

  private Set<String> leftOut() {
    Set<String> all = new TreeSet<>();
    for (DriverUnderTest subject : subjects) {
      all.addAll(Trial.terms(subject.capabilities()).capabilities());
    }
    all.removeAll(shared());
    return all;
  }

  private static String name(DriverUnderTest subject) {
    return subject.provider().name();
  }
}
