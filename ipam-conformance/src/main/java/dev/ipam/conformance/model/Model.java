package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The model: judges every answer of a driver by the state that the store must be in.
 *
 * <p>Stateless and safe for use by any number of threads; states are {@link World}s.
 *
 * @since 0.1
 */
public final class Model {
  private final Terms terms;

  /**
   * Makes a model.
   *
   * @param terms what the driver promises
   */
  public Model(Terms terms) {
    this.terms = terms;
  }

  /**
   * Returns what the driver promises.
   *
   * @return the terms
   */
  public Terms terms() {
    return terms;
  }

  /**
   * Returns the state of an empty store.
   *
   * @param clock what the clock shows, in milliseconds
   * @return the state
   */
  public World empty(long clock) {
    return new World(clock);
  }

  /**
   * Judges an answer.
   *
   * @param world the state in which the step was taken
   * @param step the step, resolved
   * @param answer what the driver answered
   * @return the states that it may have led to, or why it is wrong
   */
  public Judgement judge(World world, Step step, Answer answer) {
    Set<World> next = new LinkedHashSet<>();
    List<Expected> all = new ArrayList<>();
    for (Supplier<Turn.Hints> hints : Unseen.hints(world, step, answer)) {
      all.addAll(expect(world, step, hints));
    }
    for (Expected expected : all) {
      if (Match.admits(expected, answer)) {
        next.add(expected.world());
      }
    }
    if (!next.isEmpty()) {
      return new Judgement(next, null);
    }
    return new Judgement(next, new Explain(terms, world, step).objection(all.get(0), answer));
  }

  /**
   * What the model does as a driver.
   *
   * @param answer its answer
   * @param world the state from then on
   */
  public record Played(Answer answer, World world) {}

  /**
   * Takes a step as a driver would.
   *
   * @param world the state in which the step is taken
   * @param millis what the clock shows, in milliseconds
   * @param step the step, resolved
   * @param random where {@code RANDOM} takes its randomness from
   * @return the answer and the state from then on
   */
  public Played play(World world, long millis, Step step, RandomGenerator random) {
    World now = world.copy();
    now.moveClock(millis);
    return played(now, step, new Lottery(random, now.highest));
  }

  /** Takes a step as a driver would that chooses by hints, in a state that is up to date. */
  Played played(World now, Step step, Turn.Hints hints) {
    Turn turn = new Turn(terms, now.copy(), hints, now.highest, false);
    Expected expected = play(turn, now, step);
    Object value = expected.value();
    return new Played(
        value == null ? expected.refusals().get(0).toAnswer() : new Answer.Ok(value),
        expected.world());
  }

  /**
   * Returns the states that a step may have led to whose answer nobody knows.
   *
   * @param world the state in which it may have been taken
   * @param step the step, resolved
   * @param seen the allocations that were seen later
   * @return the states, without the one in which it had no effect
   */
  public Set<World> guess(World world, Step step, List<Held> seen) {
    Set<World> next = new LinkedHashSet<>();
    for (Supplier<Turn.Hints> hints : Clues.of(world, step, seen)) {
      for (Expected expected : expect(world, step, hints)) {
        if (!expected.refused() && !expected.world().equals(world)) {
          next.add(expected.world());
        }
      }
    }
    return next;
  }

  /**
   * Returns the capabilities that a step needs and the driver lacks.
   *
   * @param step the step
   * @return their names
   */
  public Set<String> missing(Step step) {
    Set<String> missing = new TreeSet<>(Needs.of(step));
    missing.removeAll(terms.capabilities());
    return missing;
  }

  /**
   * Returns the rule that a step broke after which a look-up shows another state than the model's.
   *
   * @param last the step before
   * @param answer what it was answered
   * @param look the look-up
   * @param objection what is wrong with the look-up's answer
   * @return the rule
   */
  public String ruleOf(Step last, Answer answer, Step look, Objection objection) {
    boolean counts = look instanceof LookUp.Usage || look instanceof LookUp.PoolUsage;
    boolean ordered = objection.explanation().contains("the order is wrong");
    if (counts || ordered || !last.writes() || last instanceof TimeStep.Advance) {
      return objection.rule();
    }
    return answer instanceof Answer.Refused refused
        ? Explain.unchanged(last, refused.code())
        : Explain.serving(last);
  }

  /** Everything that the contract lets a driver answer, but for what the hints decide. */
  List<Expected> expect(World world, Step step, Supplier<Turn.Hints> hints) {
    List<Expected> all = new ArrayList<>();
    for (long reading : readings(world)) {
      all.add(play(world, step, hints, reading, all));
    }
    return all;
  }

  /** What the clock may have shown: it matters only where it was set back. */
  private Set<Long> readings(World world) {
    Set<Long> readings = new TreeSet<>(List.of(world.clock));
    if (world.clock < world.highest && terms.injectedClock()) {
      readings.add(world.highest);
      // By which of them an answer of the store went before is its own affair.
      readings.addAll(world.passed());
      for (Net net : world.nets.values()) {
        for (long until : net.rests.values()) {
          if (until > world.clock && until < world.highest) {
            readings.add(until);
          }
        }
        if (net.floor > world.clock && net.floor < world.highest) {
          readings.add(net.floor);
        }
      }
    }
    return readings;
  }

  private Expected play(
      World world, Step step, Supplier<Turn.Hints> hints, long reading, List<Expected> others) {
    Turn turn = new Turn(terms, world.copy(), hints.get(), reading, false);
    Expected first = play(turn, world, step);
    if (turn.coinUsed()) {
      others.add(play(new Turn(terms, world.copy(), hints.get(), reading, true), world, step));
    }
    return first;
  }

  private Expected play(Turn turn, World before, Step step) {
    try {
      return new Expected(value(turn, step), List.of(), turn.world);
    } catch (Refusal refusal) {
      return new Expected(null, refusal.options(), refused(before, step));
    }
  }

  /** A refused request changes nothing, but may have used up tokens (3.41). */
  private static World refused(World before, Step step) {
    boolean allocates =
        step instanceof AddressStep.Allocate || step instanceof AddressStep.Together;
    if (!allocates || before.mark > 0 || before.tried) {
      return before;
    }
    World after = before.copy();
    after.tried = true;
    return after;
  }

  private Object value(Turn turn, Step step) {
    if (step instanceof SubnetStep.Create create) {
      Refusal.throwAny(Subnets.malformed(create));
    } else if (step instanceof PoolStep.Create create) {
      Refusal.throwAny(Pools.malformed(create));
    }
    Set<String> missing = missing(step);
    if (!missing.isEmpty()) {
      throw Refusal.of(
          "6.22",
          "Unsupported",
          "the driver does not declare " + String.join(", ", missing),
          "capability",
          missing,
          "operation",
          Refusal.TEXT);
    }
    if (step instanceof SubnetStep subnet) {
      return Subnets.play(turn, subnet);
    }
    if (step instanceof AddressStep address) {
      return Addresses.play(turn, address);
    }
    if (step instanceof PoolStep pool) {
      return Pools.play(turn, pool);
    }
    if (step instanceof LookUp look) {
      return LookUps.play(turn, look);
    }
    if (step instanceof TimeStep.Advance advance) {
      turn.world.moveClock(turn.world.clock + advance.millis());
    }
    return "nothing";
  }

  /**
   * Returns the allocations that an answer lists.
   *
   * @param answer the answer
   * @return the allocations in its order
   */
  public static List<Held> held(Answer answer) {
    List<Held> held = new ArrayList<>();
    if (answer instanceof Answer.Ok ok) {
      collect(ok.value(), held);
    }
    return held;
  }

  private static void collect(Object value, List<Held> into) {
    if (value instanceof Held held) {
      into.add(held);
    } else if (value instanceof List<?> many) {
      many.forEach(each -> collect(each, into));
    }
  }
}
