package dev.ipam.builtin.index;

import java.math.BigInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Offsets that collide, neighbour each other, and lie where blocks, words and halves end. */
final class OffsetArbitraries {
  static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private OffsetArbitraries() {}

  static Arbitrary<BigInteger> offsets() {
    Arbitrary<BigInteger> powers =
        Arbitraries.of(0, 6, 8, 12, 13, 16, 18, 24, 30, 60, 63, 64, 65, 66, 72, 126, 127, 128)
            .map(BigInteger.ONE::shiftLeft);
    Arbitrary<BigInteger> bases =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(BigInteger.ZERO)),
            Tuple.of(6, powers),
            Tuple.of(1, Arbitraries.bigIntegers().between(BigInteger.ZERO, MAX)));
    Arbitrary<Integer> nearby =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(-3, 3)),
            Tuple.of(2, Arbitraries.integers().between(0, 130)),
            Tuple.of(1, Arbitraries.of(IntStream.range(-5, 6).mapToObj(i -> i * 4096).toList())));
    return Combinators.combine(bases, nearby)
        .as((base, near) -> base.add(BigInteger.valueOf(near)).max(BigInteger.ZERO).min(MAX));
  }
}
