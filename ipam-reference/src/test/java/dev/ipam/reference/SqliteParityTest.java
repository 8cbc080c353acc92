package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.parity.ParityCheck;
import dev.ipam.conformance.parity.ParityReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Built-in and reference driver give equal answers to equal steps. */
class SqliteParityTest {
  @Test
  void isAtParityWithTheBuiltinDriver() {
    ParityReport report =
        new ParityCheck(List.of(new BuiltinUnderTest(), new SqliteUnderTest()))
            .run(
                Long.getLong("ipam.conformance.seed", 1),
                Integer.getInteger("ipam.parity.seeds", 3),
                Integer.getInteger("ipam.parity.steps", 1_000),
                Duration.ofHours(2));

    assertThat(report.differences()).isEmpty();
    assertThat(report.equal()).containsKeys("allocate", "release", "create-subnet");
  }
}
