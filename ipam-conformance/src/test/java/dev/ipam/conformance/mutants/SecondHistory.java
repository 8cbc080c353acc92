package dev.ipam.conformance.mutants;

import java.util.Optional;

/** Another history, beside the one that caught a mutant, that tells it from the model. */
@FunctionalInterface
interface SecondHistory {
  /** Returns what the history is, or nothing where it does not tell. */
  Optional<String> of(Mutant mutant);
}
