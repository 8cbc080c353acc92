package dev.ipam.conformance.linear;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.contract.FirstLook;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.model.World;
import dev.ipam.conformance.steps.Generator;
import dev.ipam.conformance.steps.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets several threads work on a driver at once, and checks that the history is linearizable.
 *
 * <p>Every round has a store of its own, on which two small subnets are prepared; then each thread
 * takes its steps, which were made before, and last everything is looked at. The same seed makes
 * the same steps; how the threads meet is up to the machine.
 *
 * @since 0.1
 */
public final class LinearizabilityCheck {
  private static final String RULE = "6.01";
  private static final long MOST_STATES = 200_000;
  private static final int ROUNDS_IN_ONE_THREAD = 10;
  private static final int STEPS_IN_ONE_THREAD = 20;
  private static final List<String> CIDRS =
      List.of("10.0.0.0/29", "10.0.0.0/28", "2001:db8::/126", "10.1.0.0/30", "2001:db8::/64");
  private static final List<String> SUBNETS = List.of("s1", "S1");

  private final DriverUnderTest subject;

  /**
   * Makes a check.
   *
   * @param subject the driver
   */
  public LinearizabilityCheck(DriverUnderTest subject) {
    this.subject = subject;
  }

  /**
   * A round that went wrong.
   *
   * @param seed its seed
   * @param rule the rule that is broken, such as {@code 6.01}
   * @param explanation the verdict, or what went wrong otherwise
   */
  public record Failure(long seed, String rule, String explanation) {
    @Override
    public String toString() {
      return "IPAM-" + rule + ": " + explanation + FirstLook.at(rule) + "\n  seed: " + seed;
    }
  }

  /**
   * What was checked.
   *
   * @param seed the first seed; each round has the next one
   * @param rounds how many histories were recorded
   * @param operations how many operations they had
   * @param overlapping how many pairs of operations were under way at the same time
   * @param undecided for how many histories the search was given up
   * @param failures what is wrong
   */
  public record Report(
      long seed,
      int rounds,
      long operations,
      long overlapping,
      int undecided,
      List<Failure> failures) {
    /**
     * Returns whether every history is proven to be linearizable.
     *
     * @return whether the driver passed
     */
    public boolean passed() {
      return failures.isEmpty() && undecided == 0;
    }
  }

  /**
   * Checks the driver in several rounds, until the time is over or one goes wrong.
   *
   * @param seed where the steps start from
   * @param rounds how many rounds at most
   * @param threads how many threads
   * @param steps how many steps each thread takes in a round
   * @param atMost for how long
   * @return what was checked
   */
  public Report run(long seed, int rounds, int threads, int steps, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    int made = 0;
    int undecided = 0;
    long operations = 0;
    long overlapping = 0;
    List<Failure> failures = new ArrayList<>();
    while (made < rounds && failures.isEmpty() && (made == 0 || System.nanoTime() - end < 0)) {
      long own = seed + made++;
      Round round = round(own, threads, steps);
      operations += round.history.size();
      overlapping += overlapping(round.history);
      if (round.failure != null) {
        failures.add(round.failure);
      }
      undecided += round.undecided ? 1 : 0;
    }
    return new Report(seed, made, operations, overlapping, undecided, failures);
  }

  private record Round(List<Operation> history, @Nullable Failure failure, boolean undecided) {}

  private Round round(long seed, int threads, int steps) {
    try (Trial trial = new Trial(subject, seed)) {
      Objection objection = prepare(trial, seed);
      if (objection != null) {
        Failure failure = new Failure(seed, objection.rule(), "while preparing, " + objection);
        return new Round(List.of(), failure, false);
      }
      World start = trial.world().forMany();
      Crowd crowd = new Crowd(trial.store().driver());
      Crowd.Met met = crowd.run(plans(trial, start, seed, threads, steps));
      List<Operation> history = new ArrayList<>(met.history());
      if (!met.stuck().isEmpty()) {
        String what =
            "operations did not return within "
                + Crowd.PATIENCE.toSeconds()
                + " s: "
                + met.stuck()
                + " of "
                + history;
        return new Round(history, new Failure(seed, "6.05", what), false);
      }
      history.addAll(crowd.lookAt(looks(start)));
      Verdict verdict =
          new LinearizabilityChecker(trial.model(), MOST_STATES).check(start, history);
      boolean wrong = verdict.kind() == Verdict.Kind.NOT_LINEARIZABLE;
      Failure failure = wrong ? failure(seed, threads, verdict) : null;
      return new Round(history, failure, verdict.kind() == Verdict.Kind.UNDECIDED);
    }
  }

  /** Names the rule of the wrong answer where one thread gets it too, and else that of threads. */
  private Failure failure(long seed, int threads, Verdict verdict) {
    Objection objection = verdict.objection();
    if (threads == 1 && objection != null) {
      return new Failure(seed, objection.rule(), "in one thread, " + verdict);
    }
    for (int i = 0; threads > 1 && i < ROUNDS_IN_ONE_THREAD; i++) {
      Failure alone = round(seed + i, 1, STEPS_IN_ONE_THREAD).failure;
      if (alone != null) {
        return alone;
      }
    }
    return new Failure(
        seed, RULE, "no order of these operations explains their answers. " + verdict);
  }

  private static @Nullable Objection prepare(Trial trial, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    for (String id : SUBNETS) {
      Block cidr = Block.parse(CIDRS.get(random.nextInt(CIDRS.size())));
      boolean policies = trial.model().terms().has("POLICIES");
      String policy =
          !policies || random.nextBoolean()
              ? "SEQUENTIAL"
              : random.nextBoolean() ? "LOWEST" : "RANDOM";
      steps.add(
          new SubnetStep.Create(
              id,
              "default",
              cidr,
              null,
              null,
              null,
              GatewayWish.AUTOMATIC,
              PoolsWish.GENERATED,
              policy,
              0,
              null));
      if (random.nextBoolean()) {
        steps.add(new AddressStep.Allocate(List.of(id), Wish.ANY, null, null, ""));
      }
    }
    for (Step step : steps) {
      Objection objection = trial.take(step);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private static List<List<Step>> plans(
      Trial trial, World start, long seed, int threads, int steps) {
    List<List<Step>> plans = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Generator generator =
          new Generator(trial.model(), seed * 31 + thread, Generator.Style.CONCURRENT);
      List<Step> plan = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        plan.add(trial.resolve(generator.next(start)));
      }
      plans.add(plan);
    }
    return plans;
  }

  private static List<Step> looks(World start) {
    List<Step> looks = new ArrayList<>();
    start.subnets().forEach(subnet -> looks.add(new LookUp.Allocations(subnet.id())));
    start.subnets().forEach(subnet -> looks.add(new LookUp.Usage(subnet.id())));
    return looks;
  }

  private static long overlapping(List<Operation> history) {
    long pairs = 0;
    for (int i = 0; i < history.size(); i++) {
      for (int j = 0; j < i; j++) {
        Operation one = history.get(i);
        Operation other = history.get(j);
        pairs += one.invoked() <= other.returned() && other.invoked() <= one.returned() ? 1 : 0;
      }
    }
    return pairs;
  }
}
