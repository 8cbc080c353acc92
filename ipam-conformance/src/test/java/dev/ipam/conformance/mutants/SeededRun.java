package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.MemoryBuiltinUnderTest;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.mutants.Hunt.Catch;
import dev.ipam.conformance.vectors.VectorOperation;
import dev.ipam.conformance.vectors.VectorSuite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is called inside a {@link SeededLoader}: only texts go in and out. */
public final class SeededRun {
  static final DriverUnderTest BUILTIN = new MemoryBuiltinUnderTest();

  private static final Map<String, Written> WRITTEN =
      Stream.of(
              WrittenHistories.QUOTA_OF_A_SHORTER_PREFIX,
              WrittenHistories.A_KEY_OF_ANOTHER_OWNER,
              WrittenStoreHistories.SUBNETS_OF_A_DUMP_IN_DISORDER,
              WrittenStoreHistories.A_PREFIX_AROUND_ANOTHER)
          .collect(Collectors.toMap(Written::name, written -> written));

  private SeededRun() {}

  static Collection<Written> written() {
    return WRITTEN.values();
  }

  /**
   * Runs the tests of a rule, and then what else must notice.
   *
   * @param rule the rule
   * @param also another rule, an operation whose outcomes are recorded, or a written history; empty
   *     for random steps
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
    } else if (WRITTEN.containsKey(also)) {
      WRITTEN
          .get(also)
          .of(Mutant.of(rule, "", BUILTIN, BUILTIN))
          .ifPresent(history -> caught.add(new Catch(history, "")));
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
