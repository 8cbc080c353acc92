package dev.ipam.conformance.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.ModelDriver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessesCheckTest {
  private static final Duration AT_MOST = Duration.ofSeconds(40);

  @Test
  void aSharedFileIsLinearizable() {
    ProcessesCheck.Report report = run(new LogFileUnderTest.SharedRight(), 6);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.overlapping()).isPositive();
  }

  @Test
  void findsProcessesThatGetCompareAndPut() {
    ProcessesCheck.Report report = run(new LogFileUnderTest.GetsComparesPuts(), 60);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.02");
    assertThat(report.failures().get(0).explanation()).contains("no order of what 3 processes did");
  }

  @Test
  void aSecondProcessIsRefusedByTheBuiltinDriver() {
    assertThat(run(new BuiltinUnderTest(), 1).failures()).isEmpty();
  }

  @Test
  void aSecondProcessIsRefusedByAFile() {
    assertThat(run(new LogFileUnderTest.Right(), 1).passed()).isTrue();
  }

  @Test
  void findsALockThatIsIgnored() {
    ProcessesCheck.Report report = run(new LogFileUnderTest.IgnoresLock(), 1);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.18");
    assertThat(report.failures().get(0).explanation()).contains("StoreInUse");
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
