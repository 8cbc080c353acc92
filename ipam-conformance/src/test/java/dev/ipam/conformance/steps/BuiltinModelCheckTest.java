package dev.ipam.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.BuiltinUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BuiltinModelCheckTest {
  /** For a machine that hangs, not for one that is slow: what ends the run is its steps. */
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  @Test
  void answersAsTheModel() {
    long seed = Long.getLong("ipam.conformance.seed", 1);
    int stores = Integer.getInteger("ipam.conformance.stores", 12);
    ModelCheck.Report report =
        new ModelCheck(new BuiltinUnderTest()).run(seed, stores, 150, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.steps()).isGreaterThan(stores * 100L);
  }
}
