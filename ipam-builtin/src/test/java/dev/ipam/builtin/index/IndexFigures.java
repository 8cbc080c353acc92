package dev.ipam.builtin.index;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints what operations of the index cost: nanoseconds an operation, and bytes both as estimated
 * and as the heap grew. Run by hand, for a look; it asserts nothing.
 */
final class IndexFigures {
  private static final int TURNS = 2_000_000;

  private final SplittableRandom random = new SplittableRandom(1);

  private IndexFigures() {}

  public static void main(String[] arguments) {
    IndexFigures figures = new IndexFigures();
    for (int round = 0; round < 2; round++) {
      for (int bits : new int[] {8, 16, 24}) {
        for (double fill : new double[] {0, 0.5, 0.99, 0.9999}) {
          figures.pairs(bits, fill);
        }
      }
      figures.sparse();
      figures.bulk();
    }
    figures.rests();
    figures.memory();
  }

  private static PoolIndex index(int bits, PoolIndex.Option... options) {
    UInt128 last = UInt128.of((1L << bits) - 2);
    return new PoolIndex(List.of(new OffsetRange(UInt128.of(1), last)), options);
  }

  private PoolIndex filled(int bits, double fill, PoolIndex.Option... options) {
    PoolIndex index = index(bits, options);
    int size = (1 << bits) - 2;
    if (fill == 0) {
      return index;
    }
    index.takeLowest(size > 1 << 20 ? 1 << 20 : size);
    while (size > 1 << 20 && index.usage().free().lo() > 0) {
      index.takeLowest((int) Math.min(1 << 20, index.usage().free().lo()));
    }
    int holes = Math.max(2, (int) (size * (1 - fill)));
    while (index.usage().free().lo() < holes) {
      index.release(0, 1 + random.nextLong(size));
    }
    return index;
  }

  private void pairs(int bits, double fill) {
    PoolIndex sequential = filled(bits, fill, PoolIndex.Option.values());
    PoolIndex lowest = filled(bits, fill, PoolIndex.Option.DIRTY_CHUNKS);
    PoolIndex any = filled(bits, fill, PoolIndex.Option.DIRTY_CHUNKS);
    int size = (1 << bits) - 2;
    // A pair takes one and releases another that was taken long ago, so that the fill stays.
    double next = perTurn(i -> swap(sequential, size, required(sequential.takeNext())));
    double low = perTurn(i -> swap(lowest, size, required(lowest.takeLowest())));
    double chance = perTurn(i -> swap(any, size, required(any.takeRandom(random))));
    System.out.printf(
        "/%d %.2f%% full: pair SEQUENTIAL %.0f ns, LOWEST %.0f ns, RANDOM %.0f ns%n",
        32 - bits, fill * 100, next, low, chance);
  }

  private void swap(PoolIndex index, int size, UInt128 taken) {
    if (index.usage().takenInPools() < 3 || !index.release(0, 1 + random.nextLong(size))) {
      index.release(taken.hi(), taken.lo());
    }
  }

  private void sparse() {
    PoolIndex index =
        new PoolIndex(
            List.of(new OffsetRange(UInt128.of(1), new UInt128(0, -1))),
            PoolIndex.Option.DIRTY_CHUNKS);
    double take = perTurn(1_000_000, i -> index.take(0, random.nextLong()));
    double pair =
        perTurn(
            i -> {
              UInt128 taken = required(index.takeRandom(random));
              index.release(taken.hi(), taken.lo());
            });
    System.out.printf(
        "IPv6 /64 with a million at random: take %.0f ns, pair RANDOM %.0f ns%n", take, pair);
  }

  private void bulk() {
    PoolIndex empty = index(24, PoolIndex.Option.values());
    double run = perTurn(1, i -> empty.takeNext(1 << 20)) / (1 << 20);
    PoolIndex half = filled(24, 0.5, PoolIndex.Option.values());
    double pieces = perTurn(1, i -> half.takeNext(1 << 20)) / (1 << 20);
    PoolIndex other = filled(24, 0.5);
    double any = perTurn(1, i -> other.takeRandom(1 << 20, random)) / (1 << 20);
    System.out.printf(
        "bulk of 2^20, an address: empty /8 %.1f ns, half full %.1f ns, RANDOM %.1f ns%n",
        run, pieces, any);
  }

  /** A million that have rested at one moment, and at a million of moments. */
  private void rests() {
    for (int bits : new int[] {24, 63}) {
      for (int moments : new int[] {1, 1 << 20}) {
        PoolIndex index =
            new PoolIndex(
                List.of(new OffsetRange(UInt128.of(1), UInt128.of(1L << (bits - 1)))),
                PoolIndex.Option.PASSES,
                PoolIndex.Option.RESTED);
        OffsetList all = bits == 24 ? index.takeNext(1 << 20) : index.takeRandom(1 << 20, random);
        for (int i = 0; i < all.size(); i++) {
          index.release(all.hi(i), all.lo(i), 1_000_000 + i % moments);
        }
        double each = perTurn(1, i -> index.advance(3_000_000)) / (1 << 20);
        System.out.printf(
            "2^20 of 2^%d have rested at %d moments: %.0f ns each%n", bits, moments, each);
      }
    }
  }

  private void memory() {
    measure("100,000 empty /24", 100_000, i -> index(8, PoolIndex.Option.values()));
    measure(
        "100,000 /24 with 10 each",
        100_000,
        i -> {
          PoolIndex index = new PoolIndex(pools24(), PoolIndex.Option.PASSES);
          index.takeNext(10);
          return index;
        });
    measure(
        "100,000 /24 with 10 each, one by one",
        100_000,
        i -> {
          PoolIndex index = new PoolIndex(pools24(), PoolIndex.Option.PASSES);
          for (int n = 0; n < 10; n++) {
            index.takeNext();
          }
          return index;
        });
    measure("a /8, full", 1, i -> filled(24, 1));
    measure("a /8, half full at random", 1, i -> filled(24, 0.5));
    measure("a /8, 2% full at random", 1, i -> scattered(24, 335_000));
    measure("a /8, 17 in each 4,096", 1, i -> spread());
    measure("a /64, a million at random", 1, i -> scattered(64, 1_000_000));
    measure("a /32, a million at random", 1, i -> scattered(96, 1_000_000));
  }

  private static List<OffsetRange> pools24() {
    return List.of(new OffsetRange(UInt128.of(2), UInt128.of(254)));
  }

  private PoolIndex scattered(int bits, int count) {
    PoolIndex index =
        new PoolIndex(
            List.of(
                new OffsetRange(
                    UInt128.of(1),
                    new UInt128(
                        bits > 64 ? (1L << (bits - 64)) - 1 : 0,
                        bits > 63 ? -1 : (1L << bits) - 1))),
            PoolIndex.Option.PASSES);
    index.takeRandom(count, random);
    return index;
  }

  private static PoolIndex spread() {
    PoolIndex index = new PoolIndex(pools24(), PoolIndex.Option.PASSES);
    for (long lo = 0; lo < 1 << 24; lo += 4096 / 17 + 1) {
      index.take(0, lo);
    }
    return index;
  }

  private interface Maker {
    PoolIndex make(int i);
  }

  private static void measure(String what, int count, Maker maker) {
    long before = used();
    List<PoolIndex> all = new ArrayList<>(count);
    long estimated = 0;
    for (int i = 0; i < count; i++) {
      all.add(maker.make(i));
      estimated += all.get(i).memoryBytes();
    }
    long grown = used() - before - 4L * count;
    System.out.printf(
        "%s: %,d bytes each as estimated, %,d as the heap grew%n",
        what, estimated / all.size(), grown / all.size());
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double perTurn(IntConsumer turn) {
    return perTurn(TURNS, turn);
  }

  private static double perTurn(int turns, IntConsumer turn) {
    // Processor time, so that what else the machine does falls out.
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < turns; i++) {
      turn.accept(i);
    }
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return (end - start) / (double) turns;
  }

  private static UInt128 required(@Nullable UInt128 offset) {
    return Objects.requireNonNull(offset);
  }
}
