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
    // A server answers more slowly than a file: of it the long run is a command of its own.
    int usual = engine == Engine.SQLITE ? 1_000 : 250;
    int steps = Integer.getInteger("ipam.parity.steps", usual);
    ParityReport report =
        new ParityCheck(List.of(new BuiltinUnderTest(), ReferenceUnderTest.on(engine)))
            .run(Long.getLong("ipam.parity.seed", 1), seeds, steps, Duration.ofHours(6));

    assertThat(report.differences()).isEmpty();
    assertThat(report.steps()).isEqualTo((long) seeds * steps);
    assertThat(report.equal()).containsKeys("allocate", "release", "create-subnet");
    System.out.println(engine.label() + ": " + report);
  }
}
