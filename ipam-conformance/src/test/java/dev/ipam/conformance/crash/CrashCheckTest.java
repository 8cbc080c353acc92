package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.LogFileUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashCheckTest {
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
    CrashCheck.Report report = new CrashCheck(subject).run(1, 12, 2, 3, 8, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.cutOff()).isPositive();
    assertThat(report.kills()).containsOnlyKeys(Moment.values());
  }

  @Test
  void findsAnAnswerBeforeTheWrite() {
    finds(new LogFileUnderTest.AcknowledgesFirst(), "6.08", "an acknowledged");
  }

  @Test
  void findsWhatIsWrittenInTwoRecords() {
    finds(new LogFileUnderTest.TwoWrites(), "6.11", "half of an operation is there");
  }

  @Test
  void findsForgottenAllocations() {
    finds(new LogFileUnderTest.ForgetsAllocations(), "6.08", "an acknowledged effect is gone");
  }

  @Test
  void findsATokenThatComesAgain() {
    finds(new LogFileUnderTest.TokensAgain(), "3.43", "a token came again");
  }

  @Test
  void findsForgottenKeys() {
    finds(new LogFileUnderTest.ForgetsKeys(), "6.12", "a key");
  }

  @Test
  void findsForgottenContexts() {
    finds(new LogFileUnderTest.ForgetsContexts(), "6.12", "its context is gone");
  }

  @Test
  void findsForgottenPasses() {
    finds(new LogFileUnderTest.ForgetsPasses(), "6.12", "the state of a pass");
  }

  @Test
  void findsForgottenRests() {
    finds(new LogFileUnderTest.ForgetsRests(), "6.12", "what rests");
  }

  private static void finds(DriverUnderTest subject, String rule, String words) {
    CrashCheck.Report report = new CrashCheck(subject).run(1, 40, 2, 3, 8, AT_MOST);

    assertThat(report.failures()).as(report.toString()).hasSize(1);
    assertThat(report.failures().get(0).rule()).as(report.toString()).isEqualTo(rule);
    assertThat(report.failures().get(0).explanation()).contains(words);
  }

  @Test
  void aDriverThatIsNotDurableIsNotProven() {
    assertThat(
            new CrashCheck(
                    new MemoryUnderTest(dev.ipam.conformance.memory.ModelDriver.CAPABILITIES))
                .run(1, 12, 2, 3, 8, AT_MOST)
                .notProven())
        .contains("DURABLE");
  }

  @Test
  void aDriverThatForgetsAllFails() {
    CrashCheck.Report report = new CrashCheck(new MemoryUnderTest()).run(1, 12, 2, 3, 8, AT_MOST);

    assertThat(report.failures().get(0).rule()).isEqualTo("6.08");
  }

  @Test
  void aProcessThatEndsByItselfFails() {
    CrashCheck.Report report = new CrashCheck(DyingDriver.here()).run(1, 12, 1, 3, 8, AT_MOST);

    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).rule()).isEqualTo("6.05");
  }
}
