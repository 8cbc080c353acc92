package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.SlippingUnderTest;
import dev.ipam.conformance.model.Slip;
import dev.ipam.spi.IpamDriver;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A driver with one fault, and where it must be caught.
 *
 * @param rule the rule that it breaks
 * @param fault what it does wrong, to follow "a driver that"
 * @param exhibit the numbers of the known faults that it has, as in {@code
 *     docs/reports/kill-table.md}; often none
 * @param base the driver without the fault
 * @param subject the driver with it
 * @param hunt what must catch it; the tests of the rule by default
 * @param also another rule whose tests must fail too; empty for none
 * @param seed from which the random steps are known to tell it from the model; 0 to look for one
 * @param hangs whether the fault is that a call does not end
 */
record Mutant(
    String rule,
    String fault,
    List<Integer> exhibit,
    DriverUnderTest base,
    DriverUnderTest subject,
    Hunt hunt,
    String also,
    int seed,
    boolean hangs) {
  private static final DriverUnderTest MEMORY = new MemoryUnderTest();

  /** A change of the model in memory, caught by the tests of the rule. */
  static Mutant mutant(String rule, String fault, UnaryOperator<IpamDriver> change) {
    return of(rule, fault, MEMORY, new MemoryUnderTest(change));
  }

  /** A slip of the model's state in memory, caught by the tests of the rule. */
  static Mutant slip(String rule, String fault, Slip slip) {
    return of(rule, fault, MEMORY, new SlippingUnderTest(slip));
  }

  /** A change of any driver, caught by the tests of the rule. */
  static Mutant of(String rule, String fault, DriverUnderTest base, DriverUnderTest subject) {
    return new Mutant(rule, fault, List.of(), base, subject, Hunt.RULE, "", 0, false);
  }

  /** Says of which known faults it is a copy. */
  Mutant exhibit(Integer... numbers) {
    return new Mutant(rule, fault, List.of(numbers), base, subject, hunt, also, seed, hangs);
  }

  /** Says what must catch it, instead of the tests of the rule. */
  Mutant by(Hunt other) {
    return new Mutant(rule, fault, exhibit, base, subject, other, also, seed, hangs);
  }

  /** Says which other rule it must be caught at too. */
  Mutant also(String other) {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, other, seed, hangs);
  }

  /** Says from which seed random steps tell it from the model. */
  Mutant seed(int known) {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, also, known, hangs);
  }

  /** Says that the fault is a call that does not end. */
  Mutant hanging() {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, also, seed, true);
  }
}
