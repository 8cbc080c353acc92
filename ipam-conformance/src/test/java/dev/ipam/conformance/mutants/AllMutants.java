package dev.ipam.conformance.mutants;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All mutants, in the order of the contract. */
final class AllMutants {
  private static final String JOINED =
      "TRANSACTIONAL: only a driver over a database has it; its rules are proven by the reference"
          + " driver's own tests";

  private static final String PENDING =
      "its mutant is written, and not yet seen to be caught in the way that it must be";

  /** Rules that no driver here is proven to break, each with the reason. */
  static final Map<String, String> WITHOUT = without();

  private AllMutants() {}

  private static Map<String, String> without() {
    Map<String, String> reasons = new TreeMap<>();
    List.of("6.30", "6.31", "6.32", "6.33", "6.34").forEach(rule -> reasons.put(rule, JOINED));
    List.of("4.02", "6.05", "6.13", "6.14", "6.15", "6.17", "6.25")
        .forEach(r -> reasons.put(r, PENDING));
    AuthorityMutants.mutants().forEach(mutant -> reasons.put(mutant.rule(), PENDING));
    return reasons;
  }

  static List<Mutant> all() {
    return Stream.of(
            SubnetMutants.mutants(),
            GatewayMutants.mutants(),
            UpdateMutants.mutants(),
            AnyMutants.mutants(),
            KindMutants.mutants(),
            ReleaseMutants.mutants(),
            KeyMutants.mutants(),
            GroupMutants.mutants(),
            PoolMutants.mutants(),
            QuotaMutants.mutants(),
            FailureMutants.mutants(),
            StoreMutants.mutants(),
            AuthorityMutants.mutants())
        .flatMap(List::stream)
        .filter(mutant -> !WITHOUT.containsKey(mutant.rule()))
        .sorted(Comparator.comparing(Mutant::rule))
        .toList();
  }
}
