package dev.ipam.conformance.mutants;

import java.util.List;

/**
 * A fault seeded in the code that drivers share, {@code ipam-api}, so that the driver at hand, the
 * requests and the answers all agree on it; only the kit's own arithmetic does not.
 *
 * @param rule the rule at which the kit must notice
 * @param fault what is wrong, to follow "shared code that"
 * @param source the file, below {@code dev/ipam}
 * @param right what stands there, once
 * @param wrong what stands there instead
 * @param also what notices too: another rule, an operation whose outcomes are recorded, or the name
 *     of a written history; empty for random steps against the model
 * @param exhibit the numbers of the known faults that it is like
 */
record SharedFault(
    String rule,
    String fault,
    String source,
    String right,
    String wrong,
    String also,
    List<Integer> exhibit) {
  SharedFault(String rule, String fault, String source, String right, String wrong) {
    this(rule, fault, source, right, wrong, "", List.of());
  }

  SharedFault also(String other) {
    return new SharedFault(rule, fault, source, right, wrong, other, exhibit);
  }

  SharedFault exhibit(Integer... numbers) {
    return new SharedFault(rule, fault, source, right, wrong, also, List.of(numbers));
  }
}
