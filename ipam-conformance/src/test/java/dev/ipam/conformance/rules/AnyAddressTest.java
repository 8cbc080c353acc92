package dev.ipam.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.memory.HighestUnderTest;
import dev.ipam.conformance.report.Status;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which address Any takes is the driver's own affair without POLICIES: no rule's test minds. */
class AnyAddressTest {
  @Test
  void aDriverMayTakeTheHighestFirst() {
    assertThat(failures(new HighestUnderTest(), rules())).isEmpty();
  }

  @Test
  void aDriverOfTheCoreMayTakeTheHighestFirst() {
    // It takes more time than any other to fill a subnet one by one, and nothing of it is at issue.
    Stream<ContractRule> others = rules().filter(rule -> !rule.id().equals("3.33"));

    assertThat(failures(new HighestUnderTest(Set.of()), others)).isEmpty();
  }

  private static Stream<ContractRule> rules() {
    return Contract.current().rules().stream().filter(rule -> rule.layer() == Layer.DRIVER);
  }

  private static List<Finding> failures(DriverUnderTest subject, Stream<ContractRule> rules) {
    RuleRunner runner = new RuleRunner(subject, subject.capabilities(), 1);
    return rules.map(runner::run).filter(each -> each.status() == Status.FAILED).toList();
  }
}
