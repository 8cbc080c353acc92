package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetTimesTest {
  @Test
  void agreesWithAHashMap() {
    Random random = new Random(11);
    for (int range : new int[] {5, 40, 3_000}) {
      OffsetTimes times = new OffsetTimes();
      Map<UInt128, Long> model = new HashMap<>();
      for (int i = 0; i < 40_000; i++) {
        UInt128 x = new UInt128(random.nextInt(2), random.nextInt(range) * 65_536L);
        if (random.nextBoolean()) {
          times.put(x.hi(), x.lo(), i);
          model.put(x, (long) i);
        } else {
          Long expected = model.remove(x);
          assertThat(times.remove(x.hi(), x.lo()))
              .isEqualTo(expected == null ? OffsetTimes.NONE : expected);
        }
        assertThat(times.size()).isEqualTo(model.size());
      }
      for (int i = 0; i < range; i++) {
        UInt128 x = new UInt128(i & 1, i * 65_536L);
        assertThat(times.get(x.hi(), x.lo())).isEqualTo(model.getOrDefault(x, OffsetTimes.NONE));
      }
    }
  }
}
