package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which faults it finds, the kill table shows ({@code dev.ipam.conformance.mutants}). */
class CrashCheckTest {
  private static final Bounds KILLS = Bounds.atMost(12, Duration.ofMinutes(4));

  @Test
  void theModelOverAFilePasses() {
    CrashCheck.Report report = new CrashCheck(new LogFileUnderTest.Right()).run(1, KILLS, 2, 3, 8);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.cutOff()).isPositive();
    assertThat(report.kills()).containsOnlyKeys(Moment.values());
  }

  @Test
  void aDriverThatIsNotDurableIsNotProven() {
    assertThat(
            new CrashCheck(
                    new MemoryUnderTest(dev.ipam.conformance.memory.ModelDriver.CAPABILITIES))
                .run(1, KILLS, 2, 3, 8)
                .notProven())
        .contains("DURABLE");
  }

  @Test
  void aDriverThatForgetsAllFails() {
    CrashCheck.Report report = new CrashCheck(new MemoryUnderTest()).run(1, KILLS, 2, 3, 8);

    assertThat(report.failures().get(0).rule()).isEqualTo("6.08");
    assertThat(report.failures().get(0).toString())
        .contains("if this fails, check:")
        .endsWith("seed: 1");
  }

  @Test
  void aProcessThatEndsByItselfFails() {
    CrashCheck.Report report = new CrashCheck(DyingDriver.here()).run(1, KILLS, 1, 3, 8);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.05");
  }
}
