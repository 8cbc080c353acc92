package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RandomChoiceTest {
  private static final int DRAWS = 60_000;

  /** Fails where any of the expected ones comes up too rarely or too often; the seed is fixed. */
  private static void assertUniform(Supplier<UInt128> draw, List<UInt128> expected) {
    Map<UInt128, Integer> hits = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      hits.merge(draw.get(), 1, Integer::sum);
    }
    assertThat(hits.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    int mean = DRAWS / expected.size();
    int deviation = (int) (5 * Math.sqrt(mean));
    assertThat(hits.values())
        .allSatisfy(n -> assertThat(n).isCloseTo(mean, Offset.offset(deviation)));
  }

  private static OffsetRange range(long first, long last) {
    return new OffsetRange(UInt128.of(first), UInt128.of(last));
  }

  @Test
  void isUniformOverSeveralPoolsWhetherFullOrEmpty() {
    Pools pools = new Pools(List.of(range(3, 4), range(10, 10), range(100, 104), range(200, 201)));
    Random random = new Random(1);
    OffsetSet few = new OffsetSet();
    few.add(0, 101);
    few.add(0, 5);
    assertUniform(
        () -> RandomChoice.choose(few, pools, 0, 9, random),
        List.of(3, 4, 10, 100, 102, 103, 104, 200, 201).stream().map(UInt128::of).toList());
    OffsetSet most = new OffsetSet();
    most.addRange(0, 3, 0, 101);
    most.addRange(0, 103, 0, 200);
    assertUniform(
        () -> RandomChoice.choose(most, pools, 0, 2, random),
        List.of(UInt128.of(102), UInt128.of(201)));
  }

  @Test
  void isUniformOverAFewHolesInTheWidestOfPools() {
    List<UInt128> holes =
        List.of(
            UInt128.of(1),
            UInt128.of(1L << 63),
            UInt128.of(-1),
            new UInt128(1, 0),
            new UInt128(1L << 62, 17),
            UInt128.MAX);
    OffsetSet blocked = new OffsetSet();
    blocked.addRange(0, 0, -1, -1);
    holes.forEach(hole -> blocked.remove(hole.hi(), hole.lo()));
    Pools pools = new Pools(List.of(new OffsetRange(UInt128.of(1), UInt128.MAX)));
    Random random = new Random(2);
    assertUniform(() -> RandomChoice.choose(blocked, pools, 0, holes.size(), random), holes);
  }

  @Test
  void drawsBelowAnyBound() {
    Random random = new Random(3);
    for (UInt128 bound :
        List.of(
            UInt128.of(1),
            UInt128.of(3),
            UInt128.of(1L << 63),
            UInt128.of(-1),
            new UInt128(1, 0),
            new UInt128(1, 1),
            UInt128.MAX)) {
      UInt128 most = UInt128.ZERO;
      for (int i = 0; i < 2_000; i++) {
        UInt128 drawn = RandomChoice.below(bound.hi(), bound.lo(), random);
        assertThat(drawn).isLessThan(bound);
        most = drawn.compareTo(most) > 0 ? drawn : most;
      }
      assertThat(most.toBigInteger())
          .isGreaterThanOrEqualTo(bound.toBigInteger().shiftRight(1).subtract(BigInteger.ONE));
    }
    assertUniform(
        () -> RandomChoice.below(0, 5, random),
        List.of(0, 1, 2, 3, 4).stream().map(UInt128::of).toList());
  }

  @Test
  void drawsBulksUniformly() {
    Random random = new Random(4);
    assertUniform(
        () -> {
          PoolIndex index = new PoolIndex(List.of(range(1, 5)));
          index.take(0, 2);
          OffsetList two = index.takeRandom(2, random);
          assertThat(two).isNotNull();
          // Ordered pairs, told apart by their digits.
          return UInt128.of(10 * two.lo(0) + two.lo(1));
        },
        List.of(13, 14, 15, 31, 34, 35, 41, 43, 45, 51, 53, 54).stream().map(UInt128::of).toList());
  }
}
