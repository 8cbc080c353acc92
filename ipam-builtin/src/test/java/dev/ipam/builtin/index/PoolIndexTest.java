package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolIndexTest {
  private static OffsetRange range(long first, long last) {
    return new OffsetRange(UInt128.of(first), UInt128.of(last));
  }

  private static PoolIndex passes(OffsetRange... pools) {
    return new PoolIndex(List.of(pools), PoolIndex.Option.PASSES);
  }

  private static long next(PoolIndex index) {
    UInt128 next = index.takeNext();
    return next == null ? -1 : next.lo();
  }

  @Test
  void doesNotHandOutAReleasedAddressBeforeThePassIsOver() {
    PoolIndex index = passes(range(2, 6));
    assertThat(List.of(next(index), next(index))).containsExactly(2L, 3L);
    index.release(0, 2);
    assertThat(List.of(next(index), next(index), next(index), next(index)))
        .containsExactly(4L, 5L, 6L, 2L);
    assertThat(next(index)).isEqualTo(-1);
    assertThat(next(index)).isEqualTo(-1);
  }

  @Test
  void startsANewPassWhenTooManyAreSpent() {
    int bound = SequentialPass.SPENT_BOUND;
    PoolIndex index = passes(range(1, 10 + 2L * bound));
    List<String> told = new ArrayList<>();
    index.listen(
        new PoolIndexListener() {
          @Override
          public void passStarted() {
            told.add("started");
          }
        });
    assertThat(next(index)).isEqualTo(1);
    for (long x = 11; x < 11 + bound; x++) {
      index.take(0, x);
    }
    for (long x = 11; x < 10 + bound; x++) {
      index.release(0, x);
    }
    assertThat(told).isEmpty();
    assertThat(next(index)).isEqualTo(2);
    index.release(0, 10 + bound);
    assertThat(told).containsExactly("started");
    assertThat(index.spent().next()).isFalse();
    assertThat(index.passPosition()).isEqualTo(UInt128.of(1));
    assertThat(next(index)).isEqualTo(3);
    assertThat(index.takeNext(8)).hasToString("[4, 5, 6, 7, 8, 9, 10, 11]");
  }

  @Test
  void skipsManySpentOnesAtOnce() {
    PoolIndex index = passes(range(0, 99_999));
    for (long x = 0; x < 60_000; x += 2) {
      index.take(0, x);
      index.take(0, x + 1);
      index.release(0, x);
    }
    assertThat(next(index)).isEqualTo(60_000);
    assertThat(index.spent().next()).isFalse();
    assertThat(index.takeLowest(2)).hasToString("[0, 2]");
  }

  @Test
  void drainsThePassThenStartsOneMore() {
    PoolIndex index = passes(range(1, 3), range(10, 12));
    index.takeNext(4);
    index.release(0, 1);
    index.release(0, 3);
    index.take(0, 11);
    index.release(0, 11);
    assertThat(index.takeNext(4)).hasToString("[12, 1, 3, 11]");
    assertThat(index.takeNext(1)).isNull();
    assertThat(index.passPosition()).isEqualTo(UInt128.of(12));
  }

  @Test
  void changesNothingWhereFewerAreFreeThanAskedFor() {
    PoolIndex index = passes(range(1, 4));
    index.takeNext(2);
    index.release(0, 1, 1_000);
    assertThat(index.takeNext(3)).isNull();
    assertThat(index.takeLowest(3)).isNull();
    assertThat(index.takeRandom(3, new Random(1))).isNull();
    assertThat(index.usage()).isEqualTo(new PoolUsage(UInt128.of(4), UInt128.of(2), 1, 1, 0));
    assertThat(index.passPosition()).isEqualTo(UInt128.of(3));
    assertThat(index.takeNext(2)).hasToString("[3, 4]");
  }

  @Test
  void letsOnlySpecificHaveWhatRests() {
    PoolIndex index = passes(range(1, 2));
    index.advance(5_000);
    index.takeNext(2);
    index.release(0, 1, 6_000);
    index.release(0, 2, 7_000);
    assertThat(index.takeNext()).isNull();
    assertThat(index.takeLowest()).isNull();
    assertThat(index.earliestRestEnd()).hasValue(6_000);
    index.advance(5_999);
    assertThat(index.takeRandom(new Random(1))).isNull();
    assertThat(index.take(0, 2)).isTrue();
    assertThat(index.isResting(0, 2)).isFalse();
    index.advance(6_000);
    assertThat(index.earliestRestEnd()).isEmpty();
    // A clock that is set back neither ends nor prolongs a rest.
    index.advance(10);
    index.release(0, 2, 5_999);
    assertThat(index.takeLowest(2)).hasToString("[1, 2]");
  }

  @Test
  void keepsTheRestThatAPassDependsOnAlsoWhereAnEarlierOneCouldGo() {
    PoolIndex index =
        new PoolIndex(List.of(range(1, 3)), PoolIndex.Option.PASSES, PoolIndex.Option.RESTED);
    index.advance(0);
    index.takeNext(3);
    index.release(0, 2, 10);
    index.advance(10);
    assertThat(next(index)).isEqualTo(2);
    index.release(0, 2, 20);
    index.release(0, 1);
    assertThat(next(index)).as("of a pass that begins while 2 rests").isEqualTo(1);
    index.advance(20);
    assertThat(index.hasRested()).isTrue();
    assertThat(index.drainRested(9)).as("2 waits for the next pass").hasToString("[]");
    assertThat(index.hasRested()).isFalse();
    assertThat(next(index)).isEqualTo(2);
    assertThat(index.drainRested(9)).hasToString("[2]");
  }

  @Test
  void countsWhatRestsOutsideOfThePoolsOnceTheyTakeItIn() {
    PoolIndex index = passes(range(1, 2));
    index.take(0, 9);
    index.release(0, 9, 50);
    assertThat(index.usage().resting()).isZero();
    index.setPools(List.of(range(9, 9)));
    assertThat(index.usage()).isEqualTo(new PoolUsage(UInt128.of(1), UInt128.of(0), 0, 1, 0));
    assertThat(index.takeNext()).isNull();
    assertThat(index.earliestRestEnd()).hasValue(50);
    index.advance(50);
    assertThat(next(index)).isEqualTo(9);
  }

  @Test
  void handsOutTheLastOffsetThereIs() {
    UInt128 first = new UInt128(-1, -3);
    PoolIndex index = passes(new OffsetRange(first, UInt128.MAX));
    assertThat(index.takeNext(2).get(1)).isEqualTo(new UInt128(-1, -2));
    assertThat(index.takeNext()).isEqualTo(UInt128.MAX);
    assertThat(index.passPosition()).isNull();
    assertThat(index.takeNext()).isNull();
    index.release(-1, -1);
    assertThat(index.spent().next()).isFalse();
    assertThat(index.takeNext()).isEqualTo(UInt128.MAX);
  }

  @Test
  void takesLongBulksFromAWideSubnet() {
    PoolIndex index =
        new PoolIndex(
            List.of(new OffsetRange(UInt128.of(1), new UInt128(0xFFFF, -1))),
            PoolIndex.Option.values());
    index.take(0, 500_000);
    OffsetList taken = index.takeNext(1 << 20);
    assertThat(taken.size()).isEqualTo(1 << 20);
    assertThat(taken.lo(499_999)).isEqualTo(500_001);
    assertThat(taken.lo((1 << 20) - 1)).isEqualTo((1 << 20) + 1);
    assertThat(index.usage().takenInPools()).isEqualTo((1 << 20) + 1);
    List<Long> chunks = new ArrayList<>();
    index.drainDirtyChunks((hi, lo, bytes) -> chunks.add(lo));
    assertThat(chunks).hasSize(17);
    index.drainDirtyChunks((hi, lo, bytes) -> chunks.add(lo));
    assertThat(chunks).hasSize(17);
    assertThat(index.usage().free().toBigInteger())
        .isEqualTo(new UInt128(0xFFFF, -(1L << 20) - 2).toBigInteger());
  }

  @Test
  void isSmallForASmallSubnet() {
    PoolIndex index = passes(range(2, 254));
    assertThat(index.memoryBytes()).isLessThanOrEqualTo(200);
    for (int i = 0; i < 10; i++) {
      index.takeNext();
    }
    assertThat(index.memoryBytes()).isLessThanOrEqualTo(400);
    index.takeNext(243);
    assertThat(index.memoryBytes()).isLessThanOrEqualTo(400);
  }

  @Test
  void refusesToLoadWhatCannotBe() throws CorruptChunkException {
    PoolIndex index = passes(range(10, 20));
    index.loadChunk(0, 0, new byte[] {2, 0, 11, 0, 12, 0, 30});
    assertThatThrownBy(() -> index.loadChunk(0, 0, new byte[] {2, 0, 11}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(index.loadTaken(0, 13)).isTrue();
    assertThat(index.loadTaken(0, 13)).isFalse();
    assertThat(index.loadFree(0, 12)).isTrue();
    assertThat(index.loadFree(0, 12)).isFalse();
    assertThat(index.loadResting(0, 14, 99)).isTrue();
    assertThat(index.loadResting(0, 14, 100)).isFalse();
    assertThat(index.loadResting(0, 11, 100)).isFalse();
    assertThat(index.loadFree(0, 14)).isFalse();
    assertThat(index.loadTaken(0, 14)).isFalse();
    index.loadPass(UInt128.of(12));
    assertThat(index.loadSpent(0, 15)).isTrue();
    assertThat(index.loadSpent(0, 15)).isFalse();
    assertThat(index.loadSpent(0, 10)).as("behind the pass").isFalse();
    assertThat(index.loadSpent(0, 13)).as("released, and taken again").isTrue();
    assertThat(index.loadSpent(0, 14)).as("released, and resting").isTrue();
    assertThat(index.loadSpent(0, 21)).as("outside of the pools").isFalse();
    assertThat(index.usage()).isEqualTo(new PoolUsage(UInt128.of(11), UInt128.of(8), 2, 1, 1));
    assertThat(index.takeNext(8)).hasToString("[12, 16, 17, 18, 19, 20, 10, 15]");
    index.loadPass(UInt128.of(21));
    assertThat(index.passPosition()).isNull();
  }

  @Test
  void countsChunksInWhateverOrderTheyAreLoaded() throws CorruptChunkException {
    PoolIndex index = passes(range(65_535, 65_536 * 2));
    index.loadChunk(0, 2, new byte[] {2, 0, 0, 0, 1});
    index.loadChunk(0, 1, new byte[] {1});
    index.loadChunk(0, 0, new byte[] {3, 0, 5, -1, -1});
    assertThat(index.usage())
        .isEqualTo(new PoolUsage(UInt128.of(65_538), UInt128.of(0), 65_538, 0, 65_531));
  }

  @Test
  void refusesPoolsThatOverlapOrAreOutOfOrder() {
    assertThatThrownBy(() -> passes(range(1, 5), range(5, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The pool 5-9 does not lie above the pool 1-5.");
    assertThatThrownBy(() -> range(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> passes(new OffsetRange(UInt128.ZERO, UInt128.MAX)))
        .isInstanceOf(IllegalArgumentException.class);
    PoolIndex index = passes(range(1, 5));
    assertThatThrownBy(() -> index.setPools(List.of(range(7, 9), range(1, 5))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(next(index)).isEqualTo(1);
  }

  @Test
  void refusesWhatItWasNotMadeFor() {
    PoolIndex index = new PoolIndex(List.of(range(1, 5)));
    assertThatThrownBy(index::takeNext).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> index.drainDirtyChunks((hi, lo, bytes) -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> index.takeLowest(0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(index.takeLowest()).isEqualTo(UInt128.of(1));
    assertThat(index.release(0, 7)).isFalse();
    assertThat(new PoolIndex(List.of()).takeLowest()).isNull();
  }
}
