package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.parity.ParityCheck;
import dev.ipam.conformance.parity.ParityReport;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.time.Duration;
import java.util.List;

/** Built-in and reference driver give equal answers to equal steps. */
class ReferenceParityTest {
  @ForEachDatabase
  void isAtParityWithTheBuiltinDriver(Engine engine) {
    int seeds = Integer.getInteger("ipam.parity.seeds", 3);
    int steps = Integer.getInteger("ipam.parity.steps", 1_000);
    // Of a long run it is told how far it came; the usual one has to come to its end.
    int minutes = Integer.getInteger("ipam.parity.minutes", 0);
    Duration atMost = Duration.ofMinutes(minutes == 0 ? 360 : minutes);
    ParityReport report =
        new ParityCheck(
                List.of(new BuiltinUnderTest(), new KitsTimeUnderTest(engine)),
                Integer.getInteger("ipam.parity.look", 10))
            .run(Long.getLong("ipam.parity.seed", 1), seeds, steps, atMost);
    System.out.println(engine.label() + ": " + report);

    assertThat(report.differences()).isEmpty();
    if (minutes == 0) {
      assertThat(report.steps()).isEqualTo((long) seeds * steps);
    }
    assertThat(report.equal()).containsKeys("allocate", "release", "create-subnet");
  }
}
