package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.UnsyncedBuiltinUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PowerLossCheckTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  @Test
  void theBuiltinDriverPasses() {
    passes(new BuiltinUnderTest());
  }

  @Test
  void theModelOverAFilePasses() {
    passes(new LogFileUnderTest.Right());
  }

  private static void passes(DriverUnderTest subject) {
    PowerLossCheck.Report report = new PowerLossCheck(subject).run(1, 1, 3, 12, 24, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.losses()).isEqualTo(24);
  }

  /** A real store over RocksDB, in the mode whose documentation says what it risks. */
  @Test
  void findsABuiltinStoreThatIsNotSynced() {
    finds(new UnsyncedBuiltinUnderTest(), "6.09", "an acknowledged effect is gone");
  }

  @Test
  void findsThatNothingIsSynced() {
    finds(new LogFileUnderTest.NoSync(), "6.09", "an acknowledged effect is gone");
  }

  @Test
  void findsAnAnswerBeforeTheSync() {
    finds(new LogFileUnderTest.AcknowledgesFirst(), "6.09", "an acknowledged effect is gone");
  }

  @Test
  void findsAnAnswerThatDependsOnWhatIsNotSynced() {
    finds(new LogFileUnderTest.ShowsUnsynced(), "6.10", "depended on an effect that is gone");
  }

  @Test
  void findsWhatIsWrittenInTwoRecords() {
    finds(new LogFileUnderTest.TwoWrites(), "6.11", "half of an operation is there");
  }

  private static void finds(DriverUnderTest subject, String rule, String words) {
    PowerLossCheck.Report report = new PowerLossCheck(subject).run(1, 20, 3, 12, 100, AT_MOST);

    assertThat(report.failures()).as(report.toString()).hasSize(1);
    assertThat(report.failures().get(0).rule()).as(report.toString()).isEqualTo(rule);
    assertThat(report.failures().get(0).explanation()).contains(words);
  }

  @Test
  void aDriverWhoseStoreIsElsewhereIsNotProven() {
    PowerLossCheck.Report report =
        new PowerLossCheck(new MemoryUnderTest()).run(1, 1, 3, 12, 24, AT_MOST);

    assertThat(report.passed()).isFalse();
    assertThat(report.notProven()).contains("names no directory");
  }

  @Test
  void tellsOfAProcessThatEndsByItself() {
    PowerLossCheck.Report report =
        new PowerLossCheck(DyingDriver.here()).run(1, 1, 3, 12, 24, AT_MOST);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.05");
    assertThat(report.failures().get(0).explanation()).contains("ended by itself");
  }
}
