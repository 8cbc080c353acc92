package dev.ipam.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AlternationTest {
  @Test
  void sidesTakeTurnsAndSwapTheOrder() throws Exception {
    List<String> order = new ArrayList<>();
    Alternation slices = new Alternation(3, Duration.ZERO, Duration.ZERO);

    Comparison both = slices.compare(noting("b", 1, order), noting("m", 2, order));

    assertThat(order).containsExactly("b", "m", "b", "m", "m", "b", "b", "m");
    assertThat(both.baselineSlices()).extracting(Slice::operations).containsOnly(1L).hasSize(3);
    assertThat(both.measuredSlices()).extracting(Slice::operations).containsOnly(2L).hasSize(3);
  }

  private static Side noting(String label, int operations, List<String> order) {
    return new Side(
        label,
        1,
        caller -> {
          order.add(label);
          return operations;
        });
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    Comparison both =
        new Comparison(
            "b",
            List.of(new Slice(10, 100), new Slice(10, 1_000), new Slice(10, 100)),
            "m",
            List.of(new Slice(5, 100), new Slice(20, 1_000), new Slice(1, 100)));

    assertThat(both.rateRatio()).isEqualTo(new Spread(0.1, 0.5, 2));
    assertThat(both.timeRatio().median()).isCloseTo(2, within(1e-9));
  }

  @Test
  void spreadsHaveTheMedianOfEvenNumbersToo() {
    assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(1, 2.5, 4));
    assertThatThrownBy(() -> Spread.of()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyCallerTakesTurns() throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Side side =
        new Side(
            "many",
            8,
            caller -> {
              seen.add(caller);
              return 1;
            });

    Slice slice = Callers.run(side, Duration.ZERO);

    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(slice.operations()).isGreaterThanOrEqualTo(8);
  }

  @Test
  void whatFailsIsNotMeasured() {
    Turn failing =
        caller -> {
          throw new IOException("no disk");
        };
    for (int callers : new int[] {1, 4}) {
      assertThatThrownBy(() -> Callers.run(new Side("it", callers, failing), Duration.ZERO))
          .isInstanceOf(MeasurementFailedException.class)
          .hasMessage("it could not be measured: no disk");
    }
  }
}
