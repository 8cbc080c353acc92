package dev.ipam.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {
  private static final long STALL = TimeUnit.MILLISECONDS.toNanos(100);

  /** With one turn a millisecond, fifty are due in the first half of a stall of 100 ms. */
  @Test
  void aStallIsChargedToEveryTurnThatWasDueInIt() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    Side stalling =
        new Side(
            "stalls once",
            1,
            caller -> {
              long start = System.nanoTime();
              boolean first = turns.getAndIncrement() == 0;
              while (first && System.nanoTime() - start < STALL) {
                Thread.onSpinWait();
              }
              return 1;
            });

    Histogram latencies = new SteadyLoad(1_000, Duration.ofMillis(200)).run(stalling);

    assertThat(latencies.getTotalCount()).isEqualTo(200).isEqualTo(turns.get());
    assertThat(latencies.getCountBetweenValues(STALL / 2, Long.MAX_VALUE / 4))
        .isGreaterThanOrEqualTo(49);
  }
}
