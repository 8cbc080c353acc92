package dev.ipam.bench.memory;

import dev.ipam.builtin.index.OffsetRange;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.measure.Side;
import java.util.List;
import java.util.Objects;

/** The index of the built-in driver by itself, beside whole drivers. */
public final class IndexPairs {
  private static final int PAIRS_A_TURN = 1_000;
  private static final long LAST_OF_16 = 65_534;

  private IndexPairs() {}

  /** Each turn takes and releases an offset of an empty /16 a thousand times. */
  public static Side side(String label) {
    PoolIndex index =
        new PoolIndex(
            List.of(new OffsetRange(UInt128.of(1), UInt128.of(LAST_OF_16))),
            PoolIndex.Option.PASSES,
            PoolIndex.Option.DIRTY_CHUNKS);
    return Side.processing(
        label,
        caller -> {
          for (int i = 0; i < PAIRS_A_TURN; i++) {
            UInt128 taken = Objects.requireNonNull(index.takeNext());
            // Fails where the pair before was left out.
            if (!index.release(taken.hi(), taken.lo())) {
              throw new IllegalStateException("What was taken was not there: " + taken);
            }
          }
          return PAIRS_A_TURN;
        });
  }
}
