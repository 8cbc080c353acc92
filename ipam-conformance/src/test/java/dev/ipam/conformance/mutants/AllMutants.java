package dev.ipam.conformance.mutants;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All mutants, in the order of the contract. */
final class AllMutants {
  /**
   * Only a driver over a database has callers' transactions: their mutants are with that driver.
   */
  static final Set<String> WITH_THE_REFERENCE_DRIVER =
      Set.of("6.30", "6.31", "6.32", "6.33", "6.34");

  private AllMutants() {}

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
            AuthorityMutants.mutants(),
            DumpMutants.mutants())
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Mutant::rule))
        .toList();
  }
}
