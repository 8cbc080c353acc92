package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashCheckTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Test
  void theBuiltinDriverPasses() {
    CrashCheck.Report report = new CrashCheck(new BuiltinUnderTest()).run(1, 12, 2, 3, 8, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.cutOff()).isPositive();
    assertThat(report.kills()).containsOnlyKeys(Moment.values());
  }
}
