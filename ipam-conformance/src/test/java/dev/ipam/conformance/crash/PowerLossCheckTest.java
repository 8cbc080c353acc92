package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which faults it finds, the kill table shows ({@code dev.ipam.conformance.mutants}). */
class PowerLossCheckTest {
  private static final Bounds LOSSES = Bounds.atMost(24, Duration.ofMinutes(4));

  @Test
  void theModelOverAFilePasses() {
    PowerLossCheck.Report report =
        new PowerLossCheck(new LogFileUnderTest.Right()).run(1, 1, 3, 12, 24, LOSSES);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.losses()).isEqualTo(24);
  }

  @Test
  void aDriverWhoseStoreIsElsewhereIsNotProven() {
    PowerLossCheck.Report report =
        new PowerLossCheck(new MemoryUnderTest()).run(1, 1, 3, 12, 24, LOSSES);

    assertThat(report.passed()).isFalse();
    assertThat(report.notProven()).contains("names no directory");
  }

  @Test
  void tellsOfAProcessThatEndsByItself() {
    PowerLossCheck.Report report =
        new PowerLossCheck(DyingDriver.here()).run(1, 1, 3, 12, 24, LOSSES);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.05");
    assertThat(report.failures().get(0).explanation()).contains("ended by itself");
  }
}
