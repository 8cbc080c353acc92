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
 * @param second where another history that tells it from the model is looked for
 * @param words what the message that catches it must say, as a pattern
 * @param hangs whether the fault is that a call does not end
 */
record Mutant(
    String rule,
    String fault,
    List<Integer> exhibit,
    DriverUnderTest base,
    DriverUnderTest subject,
    Hunt hunt,
    SecondHistory second,
    String words,
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
    return new Mutant(
        rule, fault, List.of(), base, subject, Hunt.RULE, SecondHistories.ANY, "", false);
  }

  /** Says of which known faults it is a copy. */
  Mutant exhibit(Integer... numbers) {
    return new Mutant(rule, fault, List.of(numbers), base, subject, hunt, second, words, hangs);
  }

  /** Says what must catch it, instead of the tests of the rule. */
  Mutant by(Hunt other) {
    return new Mutant(rule, fault, exhibit, base, subject, other, second, words, hangs);
  }

  /** Says at which other rule it must be caught too. */
  Mutant also(String other) {
    return and(SecondHistories.testsOf(other));
  }

  /** Says from which seed random steps tell it from the model. */
  Mutant seed(int known) {
    return and(SecondHistories.model(known));
  }

  /** Says on which other history it must be told from the driver that it was made of. */
  Mutant and(SecondHistory other) {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, other, words, hangs);
  }

  /** Says what the message must say. */
  Mutant saying(String pattern) {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, second, pattern, hangs);
  }

  /** Says that the fault is a call that does not end. */
  Mutant hanging() {
    return new Mutant(rule, fault, exhibit, base, subject, hunt, second, words, true);
  }
}
