package dev.ipam.conformance.parity;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.steps.Generator;
import dev.ipam.conformance.steps.Shrinker;
import dev.ipam.conformance.steps.StepText;
import dev.ipam.conformance.steps.Trial;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the same steps on two or more drivers and compares every answer: equal but for the numbers
 * of tokens (their order counts), the addresses under RANDOM (each must be an allowed one), and
 * times where a driver has a clock of its own.
 *
 * <p>The steps use what all of the drivers have. Every answer is judged by the model besides, so
 * that a difference says who is wrong. All that the stores show is compared now and then, and at
 * last: a server takes longer for that than for the step. Where it differs, the steps are taken
 * again, and it is compared after each.
 *
 * @since 0.1
 */
public final class ParityCheck {
  private static final int SHRINKING_RUNS = 200;

  /** A long script is shortened as far as this allows. */
  private static final Duration SHRINKING_TIME = Duration.ofMinutes(2);

  private static final int STEPS_BETWEEN_LOOKS = 10;

  private final List<DriverUnderTest> subjects;
  private final int stepsBetweenLooks;

  /**
   * Makes a check that compares all that the stores show after every tenth step.
   *
   * @param subjects the drivers, two at least
   */
  public ParityCheck(List<DriverUnderTest> subjects) {
    this(subjects, STEPS_BETWEEN_LOOKS);
  }

  /**
   * Makes a check.
   *
   * @param subjects the drivers, two at least
   * @param stepsBetweenLooks after how many steps all that the stores show is compared
   */
  public ParityCheck(List<DriverUnderTest> subjects, int stepsBetweenLooks) {
    if (subjects.size() < 2) {
      throw new IllegalArgumentException("parity is between two drivers or more");
    }
    if (stepsBetweenLooks < 1) {
      throw new IllegalArgumentException("it is looked after each step at the most");
    }
    this.subjects = List.copyOf(subjects);
    this.stepsBetweenLooks = stepsBetweenLooks;
  }

  /**
   * Compares the drivers on several stores, until the time is over or something differs. Where the
   * time is over in the middle of a store, the report tells how many steps were taken.
   *
   * @param seed where the steps start from
   * @param runs how many stores of each driver at most
   * @param steps how many steps on each
   * @param atMost for how long
   * @return what was found
   */
  public ParityReport run(long seed, int runs, int steps, Duration atMost) {
    long begin = System.nanoTime();
    long end = begin + atMost.toNanos();
    SortedMap<String, Long> equal = new TreeMap<>();
    SortedMap<String, Long> membership = new TreeMap<>();
    List<Difference> differences = new ArrayList<>();
    int made = 0;
    while (made < runs && differences.isEmpty() && (made == 0 || System.nanoTime() - end < 0)) {
      Difference difference = compare(seed + made++, steps, end, equal, membership);
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
      long seed,
      int steps,
      long end,
      SortedMap<String, Long> equal,
      SortedMap<String, Long> membership) {
    Generator generator =
        new Generator(new Model(asked()), seed, Generator.Style.SIDE_BY_SIDE, false);
    try (Row row = new Row(seed)) {
      boolean last = false;
      for (int i = 0; !last; i++) {
        last = i == steps - 1 || System.nanoTime() - end >= 0;
        Step step = generator.next(row.trials.get(0).world());
        boolean look = last || i % stepsBetweenLooks == stepsBetweenLooks - 1;
        Difference difference = row.take(step, look);
        if (difference != null) {
          return shrunk(seed, replay(seed, difference.script()).orElse(difference));
        }
        String verb = StepText.write(step).split(" ", 2)[0];
        (row.veiled() ? membership : equal).merge(verb, 1L, Long::sum);
      }
      return null;
    }
  }

  /**
   * Takes the steps of a script on new stores of all drivers.
   *
   * @param seed where the drivers' randomness starts from
   * @param script the steps
   * @return what differs, or nothing
   */
  public Optional<Difference> replay(long seed, List<Step> script) {
    return replay(seed, script, true);
  }

  private Optional<Difference> replay(long seed, List<Step> script, boolean looks) {
    try (Row row = new Row(seed)) {
      for (Step step : script) {
        Difference difference = row.take(step, looks && step.writes());
        if (difference != null) {
          return Optional.of(difference);
        }
      }
      return Optional.empty();
    }
  }

  private Difference shrunk(long seed, Difference found) {
    Difference[] best = {found};
    String kind = kind(found);
    // Where an answer shows it, looking at the whole stores after each step only takes time.
    boolean looks = replay(seed, found.script(), false).isEmpty();
    long end = System.nanoTime() + SHRINKING_TIME.toNanos();
    Predicate<List<Step>> fails =
        tried -> {
          if (System.nanoTime() - end > 0) {
            return false;
          }
          Optional<Difference> again = replay(seed, tried, looks);
          boolean same = again.isPresent() && kind(again.get()).equals(kind);
          if (same) {
            best[0] = again.get();
          }
          return same;
        };
    new Shrinker(fails, SHRINKING_RUNS).shrink(found.script());
    return best[0];
  }

  /**
   * What a difference is about: up to the rule where there is one, else the operation and both
   * answers, but for numbers. Under RANDOM, steps that are left out change which address is given.
   */
  private static String kind(Difference difference) {
    String explanation = difference.explanation();
    if (explanation.contains("IPAM-")) {
      return explanation.split("(?<=IPAM-\\d\\.\\d\\d)", 2)[0];
    }
    List<Step> script = difference.script();
    String verb = StepText.write(script.get(script.size() - 1)).split(" ", 2)[0];
    return String.join(
        "|", verb, numberless(difference.firstAnswer()), numberless(difference.secondAnswer()));
  }

  private static String numberless(String answer) {
    return answer.replaceAll("[\\p{XDigit}.:]*\\d[\\p{XDigit}.:]*", "#");
  }

  /** New stores of all drivers, side by side. */
  private final class Row implements AutoCloseable {
    final List<Trial> trials = new ArrayList<>();
    private final List<Canonical> views = new ArrayList<>();
    private final List<Step> script = new ArrayList<>();
    private final long seed;

    Row(long seed) {
      this.seed = seed;
      boolean times =
          subjects.stream().allMatch(each -> Trial.terms(each.capabilities()).injectedClock());
      for (DriverUnderTest subject : subjects) {
        trials.add(new Trial(subject, seed));
        views.add(new Canonical(new Terms(shared()), times));
      }
    }

    @Nullable Difference take(Step step, boolean look) {
      script.add(step);
      return ParityCheck.this.take(seed, script, trials, views, look);
    }

    boolean veiled() {
      return views.stream().anyMatch(Canonical::veiled);
    }

    @Override
    public void close() {
      trials.forEach(Trial::close);
    }
  }

  private @Nullable Difference take(
      long seed, List<Step> script, List<Trial> trials, List<Canonical> views, boolean look) {
    Step step = script.get(script.size() - 1);
    Object first = null;
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      var before = trial.world();
      Objection objection = trial.take(step);
      if (objection == null && look) {
        objection = trial.audit();
      }
      if (objection != null) {
        return difference(
            seed, script, trials, i, name(subjects.get(i)) + " is wrong: " + objection);
      }
      boolean stays = trial.world().subnets().size() >= before.subnets().size();
      Object answer = views.get(i).of(step, trial.answer(), stays ? trial.world() : before);
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

  /** A shared store goes by its own time: no rest may end there while the others' clocks move. */
  private Terms asked() {
    Set<String> names = new TreeSet<>(shared());
    for (DriverUnderTest subject : subjects) {
      if (subject.capabilities().contains(Capability.SHARED)) {
        names.add(Capability.SHARED.name());
      }
    }
    return new Terms(names);
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
