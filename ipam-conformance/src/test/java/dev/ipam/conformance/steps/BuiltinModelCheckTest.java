package dev.ipam.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BuiltinModelCheckTest {
  @Test
  void answersAsTheModel() {
    long seed = Long.getLong("ipam.conformance.seed", 1);
    int stores = Integer.getInteger("ipam.conformance.stores", 12);
    ModelCheck.Report report =
        new ModelCheck(new BuiltinUnderTest()).run(seed, stores, 150, Duration.ofSeconds(20));

    assertThat(report.failures()).isEmpty();
    assertThat(report.steps()).isGreaterThan(stores * 100L);
  }
}
