package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.steps.ModelCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqliteModelCheckTest {
  @Test
  void answersAsTheModel() {
    long seed = Long.getLong("ipam.conformance.seed", 1);
    int stores = Integer.getInteger("ipam.conformance.stores", 12);
    int steps = Integer.getInteger("ipam.conformance.steps", 150);
    ModelCheck.Report report =
        new ModelCheck(new SqliteUnderTest()).run(seed, stores, steps, Duration.ofMinutes(10));

    assertThat(report.failures()).isEmpty();
    assertThat(report.steps()).isGreaterThan(stores * 100L);
  }
}
