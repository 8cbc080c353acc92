package dev.ipam.conformance.steps;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Judgement;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.TimeStep;
import dev.ipam.conformance.model.World;
import dev.ipam.error.IpamException;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Steps on one store of a driver, one after the other, each answer judged by the model.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class Trial implements AutoCloseable {
  /**
   * States that the store may be in: where the clock was set back, each of several subnets may have
   * gone by one of several times, which nothing shows for a while.
   */
  private static final int MOST_WORLDS = 4_096;

  private final ManualClock clock = new ManualClock();
  private final StoreUnderTest store;
  private final Model model;
  private final Resolver resolver = new Resolver();
  private Executor executor;
  private Set<World> worlds;
  private Answer answer = Answer.NOTHING;
  private boolean someLeftOut;
  private @Nullable Step resolved;

  /**
   * Opens a new store.
   *
   * @param subject the driver
   * @param seed where the driver's randomness starts from
   */
  public Trial(DriverUnderTest subject, long seed) {
    this.store = new StoreUnderTest(subject, clock, new Random(seed));
    this.model = new Model(terms(subject.capabilities()));
    this.executor = new Executor(store.driver());
    this.worlds = Set.of(model.empty(clock.millis()));
  }

  /**
   * Returns what capabilities promise.
   *
   * @param capabilities the capabilities
   * @return the terms
   */
  public static Terms terms(Set<Capability> capabilities) {
    return new Terms(capabilities.stream().map(Enum::name).collect(Collectors.toSet()));
  }

  /**
   * Returns the model.
   *
   * @return the model that judges
   */
  public Model model() {
    return model;
  }

  /**
   * Returns the state that the store must be in; one of several that cannot be told apart yet.
   *
   * @return the state
   */
  public World world() {
    return worlds.iterator().next();
  }

  /**
   * Returns what the driver answered last.
   *
   * @return the answer
   */
  public Answer answer() {
    return answer;
  }

  /**
   * Returns the last step as it was taken.
   *
   * @return the step, resolved
   * @throws IllegalStateException if none was taken yet
   */
  public Step taken() {
    if (resolved == null) {
      throw new IllegalStateException("no step was taken yet");
    }
    return resolved;
  }

  /**
   * Returns the store.
   *
   * @return the store
   */
  public StoreUnderTest store() {
    return store;
  }

  /**
   * Makes of what a step points to addresses and numbers.
   *
   * @param step the step
   * @return the step, resolved by what is held now and which tokens were seen
   */
  public Step resolve(Step step) {
    return resolver.resolve(step, world());
  }

  /**
   * Takes a step and judges the answer.
   *
   * @param step the step
   * @return why the answer is wrong, or {@code null} where it is right
   */
  public @Nullable Objection take(Step step) {
    Step exact = resolve(step);
    resolved = exact;
    answer = run(exact);
    resolver.saw(exact, answer);
    return judge(exact, answer);
  }

  private @Nullable Objection judge(Step step, Answer given) {
    Set<World> next = new LinkedHashSet<>();
    Objection objection = null;
    for (World world : worlds) {
      Judgement judgement = model.judge(world, step, given);
      if (objection == null) {
        objection = judgement.objection();
      }
      next.addAll(judgement.next());
    }
    if (next.isEmpty()) {
      return objection == null || !someLeftOut ? objection : doubted(objection);
    }
    someLeftOut |= next.size() > MOST_WORLDS;
    worlds =
        next.size() <= MOST_WORLDS
            ? next
            : next.stream().limit(MOST_WORLDS).collect(Collectors.toCollection(LinkedHashSet::new));
    return null;
  }

  private static Objection doubted(Objection objection) {
    return new Objection(
        objection.rule(),
        objection.explanation()
            + " (unless the store is in a state that was not followed: it may have been in more than "
            + MOST_WORLDS
            + ")",
        objection.expected(),
        objection.observed());
  }

  private Answer run(Step step) {
    if (step instanceof TimeStep.Advance advance) {
      clock.advance(advance.millis());
      return Answer.NOTHING;
    }
    if (step instanceof TimeStep.Restart) {
      return restart();
    }
    return executor.take(step);
  }

  private Answer restart() {
    if (!model.missing(new TimeStep.Restart()).isEmpty()) {
      throw new IllegalArgumentException("a driver that is not DURABLE forgets in a restart");
    }
    try {
      store.reopen();
      executor = new Executor(store.driver());
      return Answer.NOTHING;
    } catch (IpamException e) {
      return new Answer.Broken(
          "opening the store again failed: " + e.code() + ": " + e.getMessage());
    } catch (RuntimeException e) {
      return new Answer.Broken(
          "opening the store again threw " + e + ", which is no error of the contract");
    }
  }

  /**
   * Looks at everything that the driver can show, and compares it with the model. Where a step has
   * just been taken, what is wrong is its doing.
   *
   * @return what is wrong, or {@code null}
   */
  public @Nullable Objection audit() {
    List<Step> looks = new ArrayList<>(List.of(new LookUp.Subnets()));
    for (NetDef subnet : world().subnets()) {
      looks.add(new LookUp.Allocations(subnet.id()));
      looks.add(new LookUp.Usage(subnet.id()));
    }
    if (model.terms().has("POOLS")) {
      looks.add(new LookUp.Pools());
      world().subnetPools().forEach(pool -> looks.add(new LookUp.PoolUsage(pool.id())));
    }
    if (model.terms().has("SCOPES")) {
      looks.add(new LookUp.Scopes());
    }
    for (Step look : looks) {
      Objection objection = judge(look, executor.take(look));
      if (objection != null) {
        return blame(look, objection);
      }
    }
    return null;
  }

  private Objection blame(Step look, Objection objection) {
    Step last = resolved;
    if (last == null) {
      return objection;
    }
    String rule = model.ruleOf(last, answer, look, objection);
    String explanation =
        "after \""
            + StepText.write(last)
            + "\" ("
            + (answer instanceof Answer.Refused refused
                ? "refused with " + refused.code()
                : "served")
            + "), \""
            + StepText.write(look)
            + "\" shows another state: "
            + objection.explanation();
    return new Objection(rule, explanation, objection.expected(), objection.observed());
  }

  /** Closing is a matter of its own rules; what was found out must not be hidden by it. */
  @Override
  public void close() {
    try {
      store.close();
    } catch (RuntimeException | Error e) {
      // A driver that cannot be closed fails the test of rule 6.27.
    }
  }
}
