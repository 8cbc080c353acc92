package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkCodecTest {
  private static final int SIZE = 65_536;

  private static long[] words(BitSet bits) {
    return Arrays.copyOf(bits.toLongArray(), ChunkCodec.WORDS);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Property(tries = 200)
  void comesBackWhateverItHolds(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3_000) int runs,
      @ForAll @IntRange(min = 1, max = 300) int longest)
      throws CorruptChunkException {
    Random random = new Random(seed);
    BitSet bits = new BitSet(SIZE);
    for (int i = 0; i < runs; i++) {
      int first = random.nextInt(SIZE);
      bits.set(first, Math.min(SIZE, first + 1 + random.nextInt(longest)));
    }
    byte[] form = ChunkCodec.encode(words(bits));
    assertThat(ChunkCodec.decode(form)).isEqualTo(words(bits));
    assertThat(form.length).isLessThanOrEqualTo(3 + SIZE / 8);
    assertThat(form.length).isLessThanOrEqualTo(1 + 2 * Math.max(bits.cardinality(), 1));
    assertThat(ChunkCodec.isEmpty(form)).isEqualTo(bits.isEmpty());
  }

  static Stream<Arguments> smallest() {
    BitSet all = new BitSet();
    all.set(0, SIZE);
    BitSet allButOne = (BitSet) all.clone();
    allButOne.clear(4_096);
    BitSet ends = new BitSet();
    ends.set(0);
    ends.set(SIZE - 1);
    BitSet everyOther = new BitSet();
    for (int i = 0; i < SIZE; i += 2) {
      everyOther.set(i);
    }
    BitSet run = new BitSet();
    run.set(1, 255);
    return Stream.of(
        Arguments.of(new BitSet(), 1),
        Arguments.of(all, 1),
        Arguments.of(allButOne, 9),
        Arguments.of(ends, 5),
        Arguments.of(everyOther, 3 + SIZE / 8),
        Arguments.of(run, 5));
  }

  @ParameterizedTest
  @MethodSource("smallest")
  void takesTheSmallestForm(BitSet bits, int length) throws CorruptChunkException {
    byte[] form = ChunkCodec.encode(words(bits));
    assertThat(form).hasSize(length);
    assertThat(ChunkCodec.decode(form)).isEqualTo(words(bits));
  }

  static Stream<Arguments> damaged() {
    BitSet everyOther = new BitSet();
    for (int i = 0; i < SIZE; i += 2) {
      everyOther.set(i);
    }
    byte[] bitmap = ChunkCodec.encode(words(everyOther));
    byte[] flipped = bitmap.clone();
    flipped[5_000] ^= 4;
    return Stream.of(
        Arguments.of(bytes(), "it is empty"),
        Arguments.of(bytes(5), "its form 5 is unknown"),
        Arguments.of(bytes(-1, 0, 0), "its form -1 is unknown"),
        Arguments.of(bytes(0, 0), "bytes follow the mark of an empty chunk"),
        Arguments.of(bytes(1, 0), "bytes follow the mark of a full chunk"),
        Arguments.of(bytes(2), "its array has a bad length"),
        Arguments.of(bytes(2, 0, 1, 0), "its array has a bad length"),
        Arguments.of(bytes(2, 0, 2, 0, 1), "its array is not in ascending order"),
        Arguments.of(bytes(2, 0, 2, 0, 2), "its array is not in ascending order"),
        Arguments.of(bytes(3), "its runs have a bad length"),
        Arguments.of(bytes(3, 0, 1, 0, 2, 0, 4), "its runs have a bad length"),
        Arguments.of(bytes(3, 0, 2, 0, 1), "its runs are not in ascending order"),
        Arguments.of(bytes(3, 0, 1, 0, 4, 0, 4, 0, 6), "its runs are not in ascending order"),
        Arguments.of(bytes(3, 0, 1, 0, 4, 0, 5, 0, 6), "its runs are not in ascending order"),
        Arguments.of(Arrays.copyOf(bitmap, bitmap.length - 1), "its bitmap has a bad length"),
        Arguments.of(Arrays.copyOf(bitmap, bitmap.length + 1), "its bitmap has a bad length"),
        Arguments.of(bytes(4), "its bitmap has a bad length"),
        Arguments.of(flipped, "its bitmap does not hold as many as it says"));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void refusesDamage(byte[] form, String fault) {
    assertThatThrownBy(() -> ChunkCodec.decode(form))
        .isInstanceOf(CorruptChunkException.class)
        .hasMessage("The chunk is damaged: " + fault + ".");
  }

  @Test
  void leavesTheSetAsItWasWhenTheChunkIsDamaged() {
    OffsetSet set = new OffsetSet();
    set.addRange(0, 10, 0, 99_999);
    assertThatThrownBy(() -> set.loadChunk(0, 0, bytes(2, 0, 2, 0, 1)))
        .isInstanceOf(CorruptChunkException.class);
    assertThat(set.size()).isEqualTo(UInt128.of(99_990));
    PoolIndex index = new PoolIndex(List.of());
    assertThatThrownBy(() -> index.loadChunk(0, 0, bytes(7)))
        .isInstanceOf(CorruptChunkException.class);
    assertThat(index.usage().takenOutside()).isZero();
  }
}
