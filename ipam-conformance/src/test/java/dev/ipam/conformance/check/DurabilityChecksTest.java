package dev.ipam.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.memory.LogFault;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.ModelDriver;
import dev.ipam.conformance.report.Status;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DurabilityChecksTest {
  @Test
  void passWhereAllSurvives() {
    DriverUnderTest right = new LogFileUnderTest.Right();

    assertThat(statuses(new KillsCheck(), right))
        .isEqualTo(
            Map.of(
                "3.43", Status.PASSED,
                "6.08", Status.PASSED,
                "6.11", Status.PASSED,
                "6.12", Status.PASSED));
    assertThat(statuses(new PowerCheck(), right))
        .isEqualTo(Map.of("6.09", Status.PASSED, "6.10", Status.PASSED));
    assertThat(statuses(new SeveralProcessesCheck(), right))
        .isEqualTo(Map.of("6.02", Status.NOT_APPLICABLE, "6.18", Status.PASSED));
  }

  @Test
  void failAtTheRuleThatIsBrokenAndProveNoOther() {
    assertThat(statuses(new PowerCheck(), new LogFileUnderTest.NoSync()))
        .isEqualTo(Map.of("6.09", Status.FAILED, "6.10", Status.NOT_PROVEN));
  }

  @Test
  void doNotApplyToWhatIsNotDurable() {
    MemoryUnderTest memory = new MemoryUnderTest(ModelDriver.CAPABILITIES);

    assertThat(statuses(new KillsCheck(), memory)).isEmpty();
    assertThat(result(new KillsCheck(), memory).summary().status())
        .isEqualTo(Status.NOT_APPLICABLE);
    assertThat(result(new PowerCheck(), memory).summary().reason()).contains("DURABLE");
  }

  @Test
  void proveNothingWhereNoProcessCanBeStarted() {
    DriverUnderTest hidden = new LogFileUnderTest(LogFault.NONE) {};

    assertThat(statuses(new PowerCheck(), hidden).values()).containsOnly(Status.NOT_PROVEN);
    assertThat(result(new KillsCheck(), hidden).summary().reason())
        .contains("public constructor without parameters");
  }

  private static Map<String, Status> statuses(ConformanceCheck check, DriverUnderTest subject) {
    return result(check, subject).findings().stream()
        .collect(Collectors.toMap(Finding::rule, Finding::status));
  }

  private static CheckResult result(ConformanceCheck check, DriverUnderTest subject) {
    return check.run(new CheckContext(subject, subject.capabilities(), 1, Effort.DEFAULT));
  }
}
