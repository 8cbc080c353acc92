package dev.ipam.builtin.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** An index and a model of it, in a window of 24 offsets, take the same steps. */
class PoolIndexPropertiesTest {
  private static final int WINDOW = 24;

  private enum Kind {
    NEXT,
    NEXT_BULK,
    LOWEST,
    LOWEST_BULK,
    RANDOM,
    RANDOM_BULK,
    TAKE,
    RELEASE,
    RELEASE_TO_REST,
    ADVANCE,
    SET_POOLS,
    SETTLE,
    RELOAD
  }

  private record Step(Kind kind, int x, int n) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(16, Kind.NEXT),
            Tuple.of(4, Kind.NEXT_BULK),
            Tuple.of(2, Kind.LOWEST),
            Tuple.of(1, Kind.LOWEST_BULK),
            Tuple.of(1, Kind.RANDOM),
            Tuple.of(1, Kind.RANDOM_BULK),
            Tuple.of(5, Kind.TAKE),
            Tuple.of(18, Kind.RELEASE),
            Tuple.of(8, Kind.RELEASE_TO_REST),
            Tuple.of(4, Kind.ADVANCE),
            Tuple.of(1, Kind.SET_POOLS),
            Tuple.of(3, Kind.SETTLE),
            Tuple.of(2, Kind.RELOAD));
    Arbitrary<Integer> places = Arbitraries.integers().between(0, WINDOW - 1);
    return Combinators.combine(kinds, places, Arbitraries.integers().between(1, 9))
        .as(Step::new)
        .list()
        .ofMaxSize(120);
  }

  @Provide
  Arbitrary<BigInteger> bases() {
    BigInteger one = BigInteger.ONE;
    return Arbitraries.of(
        BigInteger.ZERO,
        BigInteger.valueOf(65_536 - 9),
        BigInteger.valueOf(4_096 * 64 - 9),
        one.shiftLeft(63).subtract(BigInteger.TEN),
        one.shiftLeft(64).subtract(BigInteger.TEN),
        one.shiftLeft(128).subtract(BigInteger.valueOf(WINDOW)));
  }

  /** Pools as one bit an offset of the window. */
  @Provide
  Arbitrary<List<Integer>> masks() {
    return Arbitraries.of(0xFFFFFF, 0x00FFFE, 0xFF00F0, 0xA5A5A5, 0xFFF000, 0).list().ofSize(4);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void doesWhatTheModelDoes(
      @ForAll("bases") BigInteger base,
      @ForAll("masks") List<Integer> masks,
      @ForAll("steps") List<Step> steps)
      throws CorruptChunkException {
    Run run = new Run(base, masks);
    run.check();
    for (Step step : steps) {
      run.take(step);
      run.check();
    }
  }

  private static final class Run {
    private final BigInteger base;
    private final List<Integer> masks;
    private final Random random = new Random(7);
    private List<OffsetRange> pools;
    private PoolIndex index;
    private final PoolModel model;
    private final StoredMirror mirror;
    private long time;
    private long latest;
    private int mask;

    Run(BigInteger base, List<Integer> masks) {
      this.base = base;
      this.masks = masks;
      this.pools = ranges(masks.get(0));
      this.model = new PoolModel(pools);
      this.mirror =
          new StoredMirror(
              () -> pools.isEmpty() ? null : pools.get(0).first().toBigInteger(), () -> latest);
      this.index = new PoolIndex(pools, PoolIndex.Option.values());
      this.index.listen(mirror);
      this.index.advance(time);
      this.model.advance(time);
    }

    private List<OffsetRange> ranges(int bits) {
      List<OffsetRange> ranges = new ArrayList<>();
      for (int i = 0; i < WINDOW; i++) {
        if ((bits >>> i & 1) != 0) {
          int first = i;
          while (i + 1 < WINDOW && (bits >>> (i + 1) & 1) != 0) {
            i++;
          }
          ranges.add(new OffsetRange(UInt128.of(at(first)), UInt128.of(at(i))));
        }
      }
      return ranges;
    }

    private BigInteger at(int place) {
      return base.add(BigInteger.valueOf(place));
    }

    void take(Step step) throws CorruptChunkException {
      BigInteger x = at(step.x);
      long hi = UInt128.of(x).hi();
      long lo = UInt128.of(x).lo();
      switch (step.kind) {
        case NEXT -> assertThat(one(index.takeNext())).isEqualTo(model.next(1));
        case NEXT_BULK -> assertThat(all(index.takeNext(step.n))).isEqualTo(model.next(step.n));
        case LOWEST -> assertThat(one(index.takeLowest())).isEqualTo(model.lowest(1));
        case LOWEST_BULK ->
            assertThat(all(index.takeLowest(step.n))).isEqualTo(model.lowest(step.n));
        case RANDOM -> checkRandom(one(index.takeRandom(random)), 1);
        case RANDOM_BULK -> checkRandom(all(index.takeRandom(step.n, random)), step.n);
        case TAKE -> assertThat(index.take(hi, lo)).isEqualTo(model.take(x));
        case RELEASE ->
            assertThat(index.release(hi, lo)).isEqualTo(model.release(x, Long.MIN_VALUE));
        case RELEASE_TO_REST ->
            assertThat(index.release(hi, lo, time - 1 + step.n))
                .isEqualTo(model.release(x, time - 1 + step.n));
        case ADVANCE -> {
          time += step.n - 2;
          latest = Math.max(latest, time);
          index.advance(time);
          model.advance(time);
        }
        case SET_POOLS -> {
          mask++;
          pools = ranges(masks.get(mask % masks.size()));
          index.setPools(pools);
          model.setPools(pools);
        }
        case SETTLE -> mirror.settle(index.drainRested(step.n));
        case RELOAD -> reload();
        default -> throw new AssertionError(step.kind);
      }
    }

    private void checkRandom(@Nullable List<BigInteger> chosen, int count) {
      if (model.free().size() < count) {
        assertThat(chosen).isNull();
        return;
      }
      assertThat(chosen).hasSize(count).doesNotHaveDuplicates().isSubsetOf(model.free());
      chosen.forEach(model::take);
    }

    private void reload() throws CorruptChunkException {
      PoolIndex loaded = new PoolIndex(pools, PoolIndex.Option.values());
      for (Map.Entry<UInt128, byte[]> chunk : mirror.chunks.entrySet()) {
        loaded.loadChunk(chunk.getKey().hi(), chunk.getKey().lo(), chunk.getValue());
      }
      loaded.loadPass(mirror.position == null ? null : UInt128.of(mirror.position));
      for (BigInteger x : mirror.spent) {
        assertThat(loaded.loadSpent(UInt128.of(x).hi(), UInt128.of(x).lo())).isTrue();
      }
      mirror.rests.forEach((x, until) -> loadRest(loaded, UInt128.of(x), until));
      loaded.listen(mirror);
      loaded.advance(latest);
      index = loaded;
    }

    private void loadRest(PoolIndex loaded, UInt128 x, long until) {
      if (until > latest) {
        assertThat(loaded.loadResting(x.hi(), x.lo(), until)).isTrue();
      } else {
        loaded.loadRested(x.hi(), x.lo(), until > mirror.passStarted);
      }
    }

    void check() {
      index.drainDirtyChunks((hi, lo, bytes) -> mirror.chunks.put(new UInt128(hi, lo), bytes));
      mirror.chunks.values().removeIf(ChunkCodec::isEmpty);
      Map<UInt128, byte[]> chunks = new TreeMap<>();
      index.forEachChunk((hi, lo, bytes) -> chunks.put(new UInt128(hi, lo), bytes));
      assertThat(chunks).usingRecursiveComparison().isEqualTo(mirror.chunks);

      assertThat(index.usage()).isEqualTo(model.usage());
      assertThat(index.earliestRestEnd().stream().boxed().findAny().orElse(null))
          .isEqualTo(model.earliestRestEnd());
      assertThat(taken()).isEqualTo(model.taken);
      assertThat(mirror.resting).isEqualTo(model.resting);
      TreeMap<BigInteger, Long> resting = new TreeMap<>();
      index.forEachResting(
          new PoolIndexListener() {
            @Override
            public void restStarted(long hi, long lo, long untilMillis) {
              resting.put(new UInt128(hi, lo).toBigInteger(), untilMillis);
            }
          });
      assertThat(resting).isEqualTo(model.resting);
      UInt128 position = index.passPosition();
      assertThat(position == null ? null : position.toBigInteger()).isEqualTo(model.position);
      assertThat(mirror.position).isEqualTo(model.position);
      TreeSet<BigInteger> spent = new TreeSet<>();
      for (OffsetCursor cursor = index.spent(); cursor.next(); ) {
        spent.add(cursor.offset().toBigInteger());
      }
      assertThat(spent).isEqualTo(model.spent);
      assertThat(mirror.spent).isEqualTo(model.spent);
      for (int i = 0; i < WINDOW; i++) {
        UInt128 x = UInt128.of(at(i));
        assertThat(index.isTaken(x.hi(), x.lo())).isEqualTo(model.taken.contains(at(i)));
        assertThat(index.isResting(x.hi(), x.lo())).isEqualTo(model.resting.containsKey(at(i)));
      }
    }

    private Set<BigInteger> taken() {
      TreeSet<BigInteger> taken = new TreeSet<>();
      UInt128 next = index.nextTaken(0, 0);
      while (next != null) {
        taken.add(next.toBigInteger());
        UInt128 from = next.equals(UInt128.MAX) ? null : Bits128.sum(next.hi(), next.lo(), 0, 1);
        next = from == null ? null : index.nextTaken(from.hi(), from.lo());
      }
      return taken;
    }

    private static @Nullable List<BigInteger> one(@Nullable UInt128 offset) {
      return offset == null ? null : List.of(offset.toBigInteger());
    }

    private static @Nullable List<BigInteger> all(@Nullable OffsetList offsets) {
      if (offsets == null) {
        return null;
      }
      List<BigInteger> all = new ArrayList<>();
      for (int i = 0; i < offsets.size(); i++) {
        all.add(offsets.get(i).toBigInteger());
      }
      return all;
    }
  }
}
