package dev.ipam.conformance.mutants;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.Generator;
import dev.ipam.conformance.steps.Trial;
import java.util.Optional;
import java.util.Set;

/** What a second history may be. */
final class SecondHistories {
  /** The first that is found: random steps, or the tests of another rule. */
  static final SecondHistory ANY = SecondHistories::any;

  /** Rules whose tests need large subnets, many rounds, or many draws. */
  private static final Set<String> SLOW = Set.of("3.08", "3.12", "3.29", "3.33", "5.13");

  private static final int STORES = 12;
  private static final int STEPS = 120;

  private SecondHistories() {}

  /** The tests of another rule. */
  static SecondHistory testsOf(String rule) {
    return at(rule, Hunt.RULE);
  }

  /** A hunt for another rule. */
  static SecondHistory at(String rule, Hunt hunt) {
    return mutant ->
        hunt.run(mutant.subject(), rule, mutant.hangs()).stream()
            .map(each -> rule + " " + each.by())
            .findFirst();
  }

  /** Random steps from a seed that is known to tell. */
  static SecondHistory model(int seed) {
    return mutant -> random(mutant, seed, seed);
  }

  /** Random steps from one seed after the other. */
  static Optional<String> model(Mutant mutant) {
    return random(mutant, 1, STORES);
  }

  /** A script of chapter 7 from a seed that is known to tell. */
  static SecondHistory twins(TwinScript.Deck deck, int seed) {
    return mutant -> TwinScript.difference(mutant.base(), mutant.subject(), deck, seed);
  }

  /** The same tests from another seed are not another history: their steps are written down. */
  private static Optional<String> any(Mutant mutant) {
    if (mutant.hangs()) {
      return Optional.empty();
    }
    Optional<String> random = random(mutant, 1, STORES);
    return random.isPresent() ? random : neighbour(mutant);
  }

  private static Optional<String> random(Mutant mutant, int first, int last) {
    for (int seed = first; seed <= last; seed++) {
      int steps = stepsToTell(mutant, seed);
      if (steps <= STEPS) {
        return Optional.of("model, seed " + seed + ", step " + steps);
      }
    }
    return Optional.empty();
  }

  /** Another rule of the chapter whose tests fail too. */
  private static Optional<String> neighbour(Mutant mutant) {
    return Contract.current().rules().stream()
        .map(ContractRule::id)
        .filter(rule -> rule.charAt(0) == mutant.rule().charAt(0))
        .filter(rule -> !rule.equals(mutant.rule()) && !SLOW.contains(rule))
        .flatMap(
            rule ->
                Hunt.tests(mutant.subject(), rule, 1, true).stream()
                    .filter(each -> !each.message().contains("the test ends within"))
                    .map(each -> rule + " " + each.by()))
        .findFirst();
  }

  private static int stepsToTell(Mutant mutant, long seed) {
    try (Trial trial = new Trial(mutant.subject(), seed)) {
      Generator generator = new Generator(trial.model(), seed, Generator.Style.FREE);
      for (int i = 1; i <= STEPS; i++) {
        Step step = generator.next(trial.world());
        if (trial.take(step) != null || (step.writes() && trial.audit() != null)) {
          return i;
        }
      }
      return STEPS + 1;
    }
  }
}
