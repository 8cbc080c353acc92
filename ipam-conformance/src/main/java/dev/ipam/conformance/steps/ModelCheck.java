package dev.ipam.conformance.steps;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes random steps on a driver and has the model judge every answer, and after each step all that
 * the driver shows.
 *
 * <p>The same seed takes the same steps, as far as the driver answers the same.
 *
 * @since 0.1
 */
public final class ModelCheck {
  private static final int SHRINKING_RUNS = 400;

  /** A slow driver is told of its failure before anybody loses patience. */
  private static final Duration SHRINKING_TIME = Duration.ofMinutes(1);

  private final DriverUnderTest subject;
  private final Duration shrinking;

  /**
   * Makes a check.
   *
   * @param subject the driver
   */
  public ModelCheck(DriverUnderTest subject) {
    this(subject, SHRINKING_TIME);
  }

  /**
   * Makes a check that shrinks for a time of one's own choice.
   *
   * @param shrinking for how long
   */
  ModelCheck(DriverUnderTest subject, Duration shrinking) {
    this.subject = subject;
    this.shrinking = shrinking;
  }

  /**
   * What was checked.
   *
   * @param seed the first seed; each store has the next one
   * @param stores how many stores were made
   * @param steps how many steps were taken
   * @param kinds how many steps of each verb were taken
   * @param failures what is wrong with the driver, each rule once
   */
  public record Report(
      long seed, int stores, long steps, Map<String, Long> kinds, List<Failure> failures) {
    /**
     * Returns whether nothing is wrong.
     *
     * @return whether the driver passed
     */
    public boolean passed() {
      return failures.isEmpty();
    }
  }

  /**
   * Checks the driver on several stores, until the time is over.
   *
   * @param seed where the steps start from
   * @param stores how many stores at most
   * @param steps how many steps on each
   * @param atMost for how long; shrinking is not counted
   * @return what was checked; it stops at the first failure
   */
  public Report run(long seed, int stores, int steps, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Map<String, Long> kinds = new TreeMap<>();
    List<Failure> failures = new ArrayList<>();
    long taken = 0;
    int made = 0;
    while (made < stores && failures.isEmpty() && (made == 0 || System.nanoTime() - end < 0)) {
      long own = seed + made++;
      List<Step> script = new ArrayList<>();
      Objection objection = explore(own, steps, script);
      taken += script.size();
      for (Step step : script) {
        String verb = StepText.write(step).split(" ", 2)[0];
        kinds.merge(verb, 1L, Long::sum);
      }
      if (objection != null) {
        failures.add(shrunk(own, script, objection));
      }
    }
    return new Report(seed, made, taken, kinds, failures);
  }

  private @Nullable Objection explore(long seed, int steps, List<Step> script) {
    try (Trial trial = new Trial(subject, seed)) {
      Generator generator = new Generator(trial.model(), seed, Generator.Style.FREE);
      for (int i = 0; i < steps; i++) {
        Step step = generator.next(trial.world());
        script.add(step);
        Objection objection = checked(trial, step);
        if (objection != null) {
          return objection;
        }
      }
      return null;
    }
  }

  private static @Nullable Objection checked(Trial trial, Step step) {
    Objection objection = trial.take(step);
    return objection != null || !step.writes() ? objection : trial.audit();
  }

  /**
   * Takes the steps of a script on a new store.
   *
   * @param seed where the driver's randomness starts from
   * @param script the steps
   * @return the failure, with the steps up to it; nothing where all answers are right
   */
  public Optional<Failure> replay(long seed, List<Step> script) {
    try (Trial trial = new Trial(subject, seed)) {
      for (int i = 0; i < script.size(); i++) {
        Objection objection = checked(trial, script.get(i));
        if (objection != null) {
          return Optional.of(new Failure(seed, script.subList(0, i + 1), objection));
        }
      }
      return Optional.empty();
    }
  }

  private Failure shrunk(long seed, List<Step> script, Objection objection) {
    long end = System.nanoTime() + shrinking.toNanos();
    Failure[] best = {new Failure(seed, script, objection)};
    Shrinker shrinker =
        new Shrinker(
            tried -> {
              if (System.nanoTime() - end >= 0) {
                return false;
              }
              Optional<Failure> failure = replay(seed, tried);
              boolean same =
                  failure.isPresent() && failure.get().objection().rule().equals(objection.rule());
              if (same) {
                best[0] = failure.get();
              }
              return same;
            },
            SHRINKING_RUNS);
    shrinker.shrink(script);
    return best[0];
  }
}
