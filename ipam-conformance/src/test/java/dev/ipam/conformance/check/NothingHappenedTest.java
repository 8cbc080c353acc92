package dev.ipam.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Effort;
import dev.ipam.conformance.crash.CrashCheck;
import dev.ipam.conformance.crash.Moment;
import dev.ipam.conformance.crash.PowerLossCheck;
import dev.ipam.conformance.linear.LinearizabilityCheck;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.processes.ProcessesCheck;
import dev.ipam.conformance.report.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A check in which nothing happened that could have gone wrong has proven nothing. */
class NothingHappenedTest {
  private static final CheckContext CONTEXT =
      new CheckContext(
          new MemoryUnderTest(), new MemoryUnderTest().capabilities(), 1, Effort.DEFAULT);

  @Test
  void killsWithNothingInFlightProveNoWholeEffects() {
    assertThat(statuses(kills(0)))
        .isEqualTo(
            Map.of(
                "3.43", Status.PASSED,
                "6.08", Status.PASSED,
                "6.11", Status.NOT_PROVEN,
                "6.12", Status.PASSED));
    assertThat(kills(0).summary().status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(kills(0).summary().reason())
        .isEqualTo("no operation was in flight at any of 7 kills");
    assertThat(statuses(kills(1)).values()).containsOnly(Status.PASSED);
  }

  private static CheckResult kills(long cutOff) {
    Moment some = Moment.RANDOM;
    return KillsCheck.judged(
        new Tried(new KillsCheck(), "kills", CONTEXT),
        new CrashCheck.Report(1, Map.of(some, 7), 7, 70, cutOff, 0, null, List.of()),
        false);
  }

  @Test
  void powerThatFailsBetweenNoSyncsProvesNothing() {
    assertThat(statuses(power(0)).values()).containsOnly(Status.NOT_PROVEN);
    assertThat(power(0).summary().reason()).contains("DriverUnderTest.directory");
    assertThat(statuses(power(1)).values()).containsOnly(Status.PASSED);
  }

  private static CheckResult power(long syncs) {
    return PowerCheck.judged(
        new Tried(new PowerCheck(), "power", CONTEXT),
        new PowerLossCheck.Report(1, 1, 70, syncs, 1, 0, null, List.of()),
        false);
  }

  @Test
  void operationsThatNeverMeetProveNoOrder() {
    assertThat(statuses(threads(0))).isEqualTo(Map.of("6.01", Status.NOT_PROVEN));
    assertThat(threads(0).summary().status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(statuses(threads(1))).isEqualTo(Map.of("6.01", Status.PASSED));
    assertThat(statuses(processes(0)))
        .isEqualTo(Map.of("6.02", Status.NOT_PROVEN, "6.18", Status.NOT_APPLICABLE));
    assertThat(statuses(processes(1)).get("6.02")).isEqualTo(Status.PASSED);
  }

  private static CheckResult threads(long overlapping) {
    return new ConcurrencyCheck()
        .judged(new LinearizabilityCheck.Report(1, 60, 900, overlapping, 0, List.of()), 1, 0);
  }

  private static CheckResult processes(long overlapping) {
    return SeveralProcessesCheck.judged(
        new Tried(new SeveralProcessesCheck(), "processes", CONTEXT),
        new ProcessesCheck.Report(1, true, 12, 90, overlapping, 0, null, List.of()),
        true);
  }

  private static Map<String, Status> statuses(CheckResult result) {
    return result.findings().stream().collect(Collectors.toMap(Finding::rule, Finding::status));
  }
}
