package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.steps.ModelCheck;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.time.Duration;

class ReferenceModelCheckTest {
  @ForEachDatabase
  void answersAsTheModel(Engine engine) {
    int stores = Integer.getInteger("ipam.conformance.stores", 4);
    int steps = Integer.getInteger("ipam.conformance.steps", 120);
    ModelCheck.Report report =
        new ModelCheck(ReferenceUnderTest.on(engine))
            .run(Long.getLong("ipam.conformance.seed", 1), stores, steps, Duration.ofMinutes(30));

    assertThat(report.failures()).isEmpty();
    assertThat(report.steps()).isEqualTo((long) stores * steps);
  }
}
