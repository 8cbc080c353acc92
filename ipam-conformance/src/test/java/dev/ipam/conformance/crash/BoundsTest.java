package dev.ipam.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BoundsTest {
  private static final long BEGIN = System.nanoTime();

  private static long ago(Duration time) {
    return System.nanoTime() - time.toNanos();
  }

  @Test
  void isNeverOverBeforeTheFirstTime() {
    assertThat(Bounds.atMost(5, Duration.ZERO).over(0, ago(Duration.ofHours(1)))).isFalse();
  }

  @Test
  void endsWhenItWasDoneOftenEnough() {
    Bounds bounds = Bounds.atMost(5, Duration.ofHours(1));

    assertThat(bounds.over(4, BEGIN)).isFalse();
    assertThat(bounds.over(5, BEGIN)).isTrue();
  }

  @Test
  void goesOnPastItsShareUntilItWasDoneAFewTimes() {
    Bounds bounds = new Bounds(3, 1_000, Duration.ofMinutes(2), Duration.ofMinutes(4));

    assertThat(bounds.over(900, ago(Duration.ofMinutes(1)))).isFalse();
    assertThat(bounds.over(2, ago(Duration.ofMinutes(3)))).isFalse();
    assertThat(bounds.over(3, ago(Duration.ofMinutes(3)))).isTrue();
    assertThat(bounds.over(2, ago(Duration.ofMinutes(5)))).isTrue();
  }
}
