package dev.ipam.conformance.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.ModelDriver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which faults it finds, the kill table shows ({@code dev.ipam.conformance.mutants}). */
class ProcessesCheckTest {
  private static final Duration AT_MOST = Duration.ofMinutes(4);

  @Test
  void aSharedFileIsLinearizable() {
    ProcessesCheck.Report report = run(new LogFileUnderTest.SharedRight(), 6);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.overlapping()).isPositive();
  }

  @Test
  void aSecondProcessIsRefusedByAFile() {
    assertThat(run(new LogFileUnderTest.Right(), 1).passed()).isTrue();
  }

  @Test
  void aStoreInMemoryIsNotProven() {
    ProcessesCheck.Report report = run(new MemoryUnderTest(ModelDriver.CAPABILITIES), 1);

    assertThat(report.failures()).isEmpty();
    assertThat(report.notProven()).contains("within one process");
  }

  private static ProcessesCheck.Report run(DriverUnderTest subject, int rounds) {
    return new ProcessesCheck(subject).run(1, rounds, 3, 2, 5, AT_MOST);
  }
}
