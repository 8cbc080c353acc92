package dev.ipam.conformance.mutants;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.mutants.Hunt.Catch;
import dev.ipam.conformance.vectors.VectorOperation;
import dev.ipam.conformance.vectors.VectorSuite;
import java.util.ArrayList;
import java.util.List;

/** What is called inside a {@link SeededLoader}: only texts go in and out. */
public final class SeededRun {
  private static final DriverUnderTest BUILTIN = new BuiltinUnderTest();

  /** The tests of the same rule from another seed. */
  static final String AGAIN = "again";

  private SeededRun() {}

  /**
   * Runs the tests of a rule, and then what else must notice.
   *
   * @param rule the rule
   * @param also another rule, or an operation whose outcomes are recorded; empty for random steps
   * @return what caught the fault, the message, and the other history; empty texts where there are
   *     none
   */
  public static String[] caught(String rule, String also) {
    List<Catch> caught = new ArrayList<>();
    if (Contract.current().rule(rule).layer() == ContractRule.Layer.DRIVER) {
      caught.addAll(Hunt.tests(BUILTIN, rule, 1, false));
    }
    if (also.isEmpty()) {
      SecondHistories.model(Mutant.of(rule, "", BUILTIN, BUILTIN))
          .ifPresent(history -> caught.add(new Catch(history, "")));
    } else if (also.equals(AGAIN)) {
      Hunt.tests(BUILTIN, rule, 2, false)
          .forEach(each -> caught.add(new Catch("again, seed 2: " + each.by(), each.message())));
    } else if (Contract.current().find(also).isPresent()) {
      Hunt.tests(BUILTIN, also, 1, false)
          .forEach(each -> caught.add(new Catch(also + " " + each.by(), each.message())));
    } else {
      caught.addAll(recorded(rule, also));
    }
    return new String[] {
      caught.isEmpty() ? "" : caught.get(0).by(),
      caught.isEmpty() ? "" : caught.get(0).message(),
      caught.size() < 2 ? "" : caught.get(1).by()
    };
  }

  /** The outcomes that were recorded for one operation on values. */
  private static List<Catch> recorded(String rule, String label) {
    for (VectorOperation operation : VectorOperation.values()) {
      if (operation.label().equals(label)) {
        return VectorSuite.replay(operation).failures().stream()
            .map(each -> new Catch("recorded outcome " + each.id(), "IPAM-" + rule + ": " + each))
            .toList();
      }
    }
    throw new IllegalArgumentException("no outcomes are recorded for " + label);
  }
}
