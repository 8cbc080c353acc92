package dev.ipam.bench.memory;

import dev.ipam.builtin.index.OffsetRange;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The index of one subnet: allocate and release, at a size and a fill, which stays as it is. The
 * answer is returned, so that nothing of it can be left out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexBenchmark {
  private static final int LARGEST_BULK = 1 << 20;

  /** Host bits: a /24, a /16, a /8. */
  @Param({"8", "16", "24"})
  public int bits;

  /** How many of a hundred addresses are held. */
  @Param({"0", "50", "90", "99"})
  public int percent;

  private final SplittableRandom random = new SplittableRandom(1);
  private PoolIndex index = index(8);

  /** Makes the index, with holes at random places. */
  @Setup
  public void fill() {
    index = index(bits);
    int size = (1 << bits) - 2;
    int held = (int) ((long) size * percent / 100);
    if (held > 0) {
      for (int left = size; left > 0; left -= LARGEST_BULK) {
        index.takeLowest(Math.min(LARGEST_BULK, left));
      }
      while (index.usage().free().lo() < size - held) {
        index.release(0, 1 + random.nextLong(size));
      }
    }
  }

  private static PoolIndex index(int bits) {
    return new PoolIndex(
        List.of(new OffsetRange(UInt128.of(1), UInt128.of((1L << bits) - 2))),
        PoolIndex.Option.PASSES,
        PoolIndex.Option.DIRTY_CHUNKS);
  }

  /** The policy SEQUENTIAL, for any address. */
  @Benchmark
  public UInt128 sequential() {
    return released(index.takeNext());
  }

  /** PreferNext, and the policy LOWEST. */
  @Benchmark
  public UInt128 lowest() {
    return released(index.takeLowest());
  }

  /** The policy RANDOM. */
  @Benchmark
  public UInt128 random() {
    return released(index.takeRandom(random));
  }

  private UInt128 released(@Nullable UInt128 taken) {
    UInt128 offset = Objects.requireNonNull(taken);
    index.release(offset.hi(), offset.lo());
    return offset;
  }
}
