package dev.ipam.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.report.Status;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every failure of a recorded outcome is told at a rule, so that no known gap hides another. */
class VectorsCheckTest {
  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);

  @Test
  void aRangeIsToldAtTheFirstRuleThatApplies() {
    assertThat(VectorsCheck.cited("3.15..3.20", ALL)).containsExactly("3.15");
    assertThat(VectorsCheck.cited("as recorded; 3.04..3.10, 3.14", ALL))
        .containsExactly("3.04", "3.14");
    assertThat(VectorsCheck.cited("3.04..3.10, 3.14", Set.of(Capability.PREFER_NEXT)))
        .as("a driver without POLICIES")
        .contains("3.14")
        .doesNotContain("3.04");
    assertThat(VectorsCheck.cited("1.03..1.07", ALL)).containsExactly("1.03");
    assertThat(VectorsCheck.cited("2.11, 5.15 (B9, B22)", ALL)).containsExactly("2.11", "5.15");
  }

  @Test
  void whatAppliesToNobodyOrNamesNoRuleIsToldAllTheSame() {
    assertThat(VectorsCheck.cited("3.14", Set.of())).containsExactly("3.14");
    assertThat(VectorsCheck.cited("as recorded", ALL)).containsExactly("1.01");
  }

  @Test
  void aWrongSpecificIsToldAtItsOwnRule() {
    MemoryUnderTest subject =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    return super.allocate(
                        request.address() instanceof AddressRequest.Specific
                            ? AllocationRequest.of(
                                new AddressRequest.Any(),
                                request.subnetIds().toArray(String[]::new))
                            : request);
                  }
                });
    CheckResult result =
        new VectorsCheck()
            .run(new CheckContext(subject, subject.capabilities(), 1, Effort.DEFAULT));

    assertThat(result.findings())
        .filteredOn(finding -> finding.status() == Status.FAILED)
        .extracting(Finding::rule)
        .contains("3.15");
  }
}
